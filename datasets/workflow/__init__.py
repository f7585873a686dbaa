"""Every named write of the dataset. Split by noun; importing this declares them all."""

from datasets.exporting import who_got
from datasets.workflow.collections import (
    change_collection,
    create_collection,
    end_collection,
    move_dates,
    move_periods_on,
    open_period,
    publish_period,
    start_preview,
)
from datasets.workflow.definitions import (
    draft_version,
    drop_item,
    end_version,
    put_item,
    switch_off,
    switch_on,
    use_version,
)
from datasets.workflow.earlier import load_quarters
from datasets.workflow.exports import export_period, note_downloads
from datasets.workflow.mappings import end_mapping, map_workbook
from datasets.workflow.notes import add_note
from datasets.workflow.remarks import answer_query, comment_in_preview, give_reason, query_return
from datasets.workflow.reports import draft_report, finish_report, write_section
from datasets.workflow.returns import (
    accept_return,
    drop_restatement,
    publish_return,
    record_edition,
    sign_off_return,
    submit_return,
    withdraw_return,
)

__all__ = [
    "accept_return",
    "add_note",
    "answer_query",
    "change_collection",
    "comment_in_preview",
    "create_collection",
    "draft_report",
    "draft_version",
    "drop_item",
    "drop_restatement",
    "end_collection",
    "end_mapping",
    "end_version",
    "export_period",
    "finish_report",
    "give_reason",
    "load_quarters",
    "map_workbook",
    "move_dates",
    "move_periods_on",
    "note_downloads",
    "open_period",
    "publish_period",
    "publish_return",
    "put_item",
    "query_return",
    "record_edition",
    "sign_off_return",
    "start_preview",
    "submit_return",
    "switch_off",
    "switch_on",
    "use_version",
    "who_got",
    "withdraw_return",
    "write_section",
]
