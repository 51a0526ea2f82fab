"""The life of a submission, in the words of the electronic-wallet service.

::

    제출 ──► 수취중 ──► 수취확인 ──► 다운로드완료
     │         │ │        │             │
     │         │ └► 반려   └──► 삭제 ◄───┘
     └────┬────┘
          ├► 보내기취소   by the holder, before receipt
          └► 삭제         the paper itself was deleted or ran out

No state is entered twice, so whoever enters one first has it: never two receipts, never a receipt after a cancel.
"""

from enum import StrEnum


class SubmissionState(StrEnum):
    SUBMITTED = "submitted"
    RECEIVING = "receiving"
    """The receiver has seen that it is there, and not taken it yet."""
    RECEIVED = "received"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    DOWNLOADED = "downloaded"
    DELETED = "deleted"


ON_THE_WAY = frozenset({SubmissionState.SUBMITTED, SubmissionState.RECEIVING})
WITH_RECEIVER = frozenset({SubmissionState.RECEIVED, SubmissionState.DOWNLOADED})

BEFORE = {
    SubmissionState.RECEIVING: frozenset({SubmissionState.SUBMITTED}),
    SubmissionState.RECEIVED: frozenset({SubmissionState.RECEIVING}),
    SubmissionState.RETURNED: frozenset({SubmissionState.RECEIVING}),
    SubmissionState.CANCELLED: ON_THE_WAY,
    SubmissionState.DOWNLOADED: frozenset({SubmissionState.RECEIVED}),
    SubmissionState.DELETED: ON_THE_WAY | WITH_RECEIVER,
}
"""From which states a state may be entered."""
