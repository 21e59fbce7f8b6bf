"""Rows that departments send with a token, and what becomes of them."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from ninja import Router, Status
from ninja.params import functions as given
from ninja.security import HttpBearer

from gongkai.api import addresses
from gongkai.api.interface import refuse
from gongkai.api.limiting import sending
from gongkai.api.problems import Fault, Problem, no_words
from gongkai.api.shapes.rows import BatchState, Counts, Rows
from gongkai.api.views.registers import KEY, LARGEST_SERIAL
from gongkai.orgs.services import NotAllowed
from gongkai.registers import services
from gongkai.registers.models import Batch, Register, Source, Stage, Token
from gongkai.ui.limiting import counter

router = Router(tags=["报送"])


class Bearer(HttpBearer):
    """The token of an organisation."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        return services.bearer(secret=token, at=timezone.now())


class Sender(HttpRequest):
    """A request that came with a token."""

    auth: Token


@router.post(
    "registers/{key}/rows",
    auth=Bearer(),
    response={202: BatchState, **refuse(403, 404, 409)},
    by_alias=True,
    summary="报送台账",
)
def rows(
    request: Sender,
    response: HttpResponse,
    sent: Rows,
    key: str = KEY,
    idempotency_key: str = given.Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,80}$",
        description="幂等键：由报送方自己定，每批一个。没有收到回答时用同一个键再发一次，不会报送两次",
        example="2017-06-batch-1",
    ),
) -> Status[BatchState]:
    """一批行与表格一样逐格核对：有一处错误就全部不收，逐行逐字段说明（422）；全部正确就收下，等待审核（202）。

    由另一个人在工作台审核以后才公开，与其他填报方式相同。
    """
    no_words(request)
    at = timezone.now()
    use = counter().use(sending(), f"token:{request.auth.pk}", now=int(at.timestamp()))
    if use.is_over:
        detail = f"每个令牌一小时最多报送{use.limit.most}次，请在{use.wait}秒以后再试。"
        raise Problem(429, detail, headers={"Retry-After": str(use.wait), **use.headers})
    register = Register.objects.filter(key=key).first()
    if register is None:
        raise Problem(404, "没有这个台账。")
    batch = _sent(register, sent, idempotency_key, request.auth)
    response.headers["Location"] = addresses.api("batches", batch.pk)
    return Status(202, _state(batch))


@router.get(
    "batches/{int:number}",
    auth=Bearer(),
    response={200: BatchState, **refuse(404)},
    by_alias=True,
    summary="报送的状态",
)
def batch(
    request: Sender,
    number: int = given.Path(description="批次编号", example=1, ge=1, le=LARGEST_SERIAL),
) -> BatchState:
    """本机关用接口报送的一批办到哪里了。"""
    no_words(request)
    found = Batch.objects.filter(pk=number, source=Source.API.value, organisation=request.auth.organisation)
    batch = found.select_related("register", "organisation", "release").first()
    if batch is None:
        raise Problem(404, "本机关没有用接口报送过这一批。")
    return _state(batch)


def _sent(register: Register, sent: Rows, key: str, token: Token) -> Batch:
    what = services.Sent(sent.rows, key=key, is_whole=sent.is_whole, reason=sent.reason.replace("\0", ""))
    try:
        return services.send(register=register, sent=what, token=token, at=timezone.now())
    except services.WrongRows as error:
        faults = [Fault(each.field, each.reason, each.row) for each in error.faults]
        raise Problem(422, f"{error}。", errors=faults) from None
    except services.KeyReused as error:
        raise Problem(409, f"{error}。") from None
    except NotAllowed:
        raise Problem(403, "令牌的报送人已经没有填报的岗位，请联系政务公开科。") from None
    except services.REFUSALS as error:
        raise Problem(422, f"{error}。") from None


def _state(batch: Batch) -> BatchState:
    counts = {name: batch.counts.get(name, 0) for name in Counts.model_fields}
    released = getattr(batch, "release", None)
    return BatchState(
        id=batch.pk,
        register_key=batch.register.key,
        organisation=batch.organisation.key,
        stage=Stage(batch.stage),
        stage_name=batch.get_stage_display(),
        counts=Counts.model_validate(counts),
        reason=batch.reason,
        answer=batch.answer,
        sent_at=localtime(batch.at),
        decided_at=localtime(batch.decided_at) if batch.decided_at else None,
        release=released.number if released else None,
        api=addresses.api("batches", batch.pk),
    )
