"""Who is who: the nine regions, their authorities and children's trusts, the seats in each and the people who hold
them from one date to another, the memoranda the authorities have signed, and what all of this lets a person see
and do.
"""
