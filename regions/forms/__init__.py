"""What people type to change the directory. Whether they may, and what follows, is decided by rules and workflow.

Last days are typed as people say them; `wording.first_day_out` turns them into what is held (DIR-5).
"""
