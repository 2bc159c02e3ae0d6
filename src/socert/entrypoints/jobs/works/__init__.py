"""What each kind of task does: one action of a room each, with its outcome as a document."""

from collections.abc import Mapping

from socert.domain.tasks import Kind
from socert.entrypoints.jobs.tasking import Work
from socert.entrypoints.jobs.works import issuing, looking, settling

WORKS: Mapping[Kind, Work] = {
    Kind.VERIFY: looking.verify,
    Kind.DEMAND: looking.picture_demand,
    Kind.REHEARSE_LIST: issuing.rehearse,
    Kind.ISSUE_LIST: issuing.issue,
    Kind.EXPECT_CLAIMS: settling.expect_claims,
    Kind.CLOSE_PERIOD: settling.close_period,
    Kind.REGISTERS: settling.write_registers,
}

__all__ = ["WORKS"]
