"""The operator hears once that an outlet died and once that it is back, by mail and by webhook, whatever fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.processes.loopback import MailServer, Webhook, serving
from tests.store.rows import EDITION
from warraq.condition import Condition, Word
from warraq.errors import HostUnreachable, WrongUse
from warraq.options import Options, read_options
from warraq.processes.health import MOST_ATTEMPTS, Watch, retry_after, ways_of
from warraq.processes.notice_words import WORDS, NoticeWords
from warraq.processes.notices import MOST_NAMED, Message, compose
from warraq.store import models
from warraq.store.notices import NoticeRow, unsent_notices

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
OPTIONS = replace(read_options({}), url="https://warraq.example")


@dataclass
class Clock:
    """A clock that is moved by hand."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Heard:
    """What was sent, and whether sending fails."""

    messages: list[Message] = field(default_factory=list)
    is_broken: bool = False

    def __call__(self, message: Message) -> None:
        if self.is_broken:
            raise HostUnreachable("the mail cannot be sent", subject="127.0.0.1")
        self.messages.append(message)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def watch(clock: Clock, heard: Heard) -> Watch:
    return Watch(OPTIONS, EDITION, clock=clock, ways={"mail": heard})


def outlet(slug: str) -> models.Outlet:
    """An outlet whose one channel has just answered."""
    row = models.Outlet.objects.create(
        edition="ma", slug=slug, names={"ar": f"جريدة {slug}"}, added_at=START - timedelta(days=60)
    )
    models.Channel.objects.create(
        outlet=row, kind="feed", address=f"https://{slug}.example/feed", next_at=START, asked_at=START
    )
    answer(row, START)
    return row


def answer(row: models.Outlet, at: datetime) -> None:
    models.Channel.objects.filter(outlet=row).update(
        fault="", is_blocked=False, failures=0, asked_at=at, answered_at=at
    )
    models.Article.objects.create(
        key=f"{row.slug}{at.timestamp()}",
        edition="ma",
        outlet=row,
        address="https://x.example/",
        kind="article",
        title="خبر",
        excerpt="نص",
        day_on=at.date(),
        sort_at=at,
        seen_at=at,
        changed_at=at,
        content_key="0",
    )


def fail(row: models.Outlet, at: datetime, *, is_blocked: bool = False) -> None:
    fault = "https://x.example/feed: does not answer"
    models.Channel.objects.filter(outlet=row).update(
        fault=fault, is_blocked=is_blocked, failures=9, asked_at=at
    )


def round_(watch: Watch) -> tuple[int, int]:
    """A look and a sending: notices made, messages sent."""
    return watch.look(), watch.send()


def test_a_death_and_a_return_are_told_once_each(watch: Watch, clock: Clock, heard: Heard) -> None:
    row = outlet("goud")
    assert round_(watch) == (0, 0)
    clock.now += timedelta(hours=7)
    fail(row, clock.now)
    assert round_(watch) == (1, 1)
    clock.now += timedelta(minutes=10)
    assert round_(watch) == (0, 0)
    answer(row, clock.now)
    assert round_(watch) == (0, 0), "one answer is not yet a return"
    clock.now += timedelta(hours=1, minutes=10)
    assert round_(watch) == (1, 1)
    assert [message.subject for message in heard.messages] == [
        "جريدة goud does not answer",
        "جريدة goud is back",
    ]
    assert "https://warraq.example/en/health" in heard.messages[0].text
    assert "does not answer" in heard.messages[0].text


def test_the_row_says_since_when(watch: Watch, clock: Clock) -> None:
    row = outlet("goud")
    watch.look()
    clock.now += timedelta(hours=7)
    fail(row, clock.now)
    watch.look()
    died_at = clock.now
    clock.now += timedelta(hours=1)
    watch.look()
    row.refresh_from_db()
    assert (row.condition, row.condition_since) == ("unreachable", died_at)


def test_many_deaths_at_once_are_one_question(watch: Watch, clock: Clock, heard: Heard) -> None:
    rows = [outlet(f"outlet{n}") for n in range(12)]
    watch.look()
    clock.now += timedelta(hours=7)
    for row in rows[:9]:
        fail(row, clock.now)
    assert round_(watch) == (9, 1)
    assert heard.messages[0].subject == "9 outlets do not answer: is the network down?"


def test_a_refusal_is_told_when_it_is_repeated(watch: Watch, clock: Clock, heard: Heard) -> None:
    row = outlet("goud")
    fail(row, clock.now, is_blocked=True)
    assert round_(watch) == (0, 0)
    clock.now += timedelta(hours=28)
    assert round_(watch) == (1, 1)
    assert "ask the publisher" in heard.messages[0].subject


def test_what_the_operator_paused_is_no_news(watch: Watch, clock: Clock) -> None:
    row = outlet("goud")
    watch.look()
    models.Outlet.objects.filter(pk=row.pk).update(state="paused")
    clock.now += timedelta(days=3)
    assert round_(watch) == (0, 0)
    row.refresh_from_db()
    assert row.condition == "paused"


def test_what_could_not_be_sent_is_sent_later_and_once(watch: Watch, clock: Clock, heard: Heard) -> None:
    row = outlet("goud")
    clock.now += timedelta(hours=7)
    fail(row, clock.now)
    heard.is_broken = True
    assert round_(watch) == (1, 0)
    assert unsent_notices("ma") == (1, "127.0.0.1: the mail cannot be sent")
    heard.is_broken = False
    assert watch.send() == 0, "not before its time"
    clock.now += retry_after(0)
    assert watch.send() == 1
    clock.now += timedelta(days=9)
    assert watch.send() == 0
    assert unsent_notices("ma") == (0, "")


def test_a_notice_is_given_up_in_the_end(watch: Watch, clock: Clock, heard: Heard) -> None:
    row = outlet("goud")
    clock.now += timedelta(hours=7)
    fail(row, clock.now)
    watch.look()
    heard.is_broken = True
    for _ in range(MOST_ATTEMPTS + 3):
        watch.send()
        clock.now += timedelta(hours=7)
    notice = models.Notice.objects.get()
    assert (notice.next_at, notice.attempts) == (None, MOST_ATTEMPTS)


def test_one_way_that_fails_does_not_repeat_the_other(clock: Clock) -> None:
    mail, hook = Heard(), Heard(is_broken=True)
    watch = Watch(OPTIONS, EDITION, clock=clock, ways={"mail": mail, "webhook": hook})
    row = outlet("goud")
    clock.now += timedelta(hours=7)
    fail(row, clock.now)
    assert round_(watch) == (1, 1)
    hook.is_broken = False
    clock.now += timedelta(hours=1)
    assert watch.send() == 1
    assert (len(mail.messages), len(hook.messages)) == (1, 1)
    assert mail.messages[0].key == hook.messages[0].key


def test_a_killed_keeper_loses_no_notice(watch: Watch, clock: Clock, heard: Heard) -> None:
    row = outlet("goud")
    clock.now += timedelta(hours=7)
    fail(row, clock.now)
    watch.look()

    class Killed(BaseException):
        pass

    def die(message: Message) -> None:
        raise Killed

    with pytest.raises(Killed):
        Watch(OPTIONS, EDITION, clock=clock, ways={"mail": die}).send()
    assert watch.send() == 0, "somebody else may be sending it"
    clock.now += timedelta(minutes=6)
    assert watch.send() == 1


def test_without_a_way_conditions_are_kept_all_the_same(clock: Clock) -> None:
    watch = Watch(OPTIONS, EDITION, clock=clock)
    assert ways_of(OPTIONS) == {}
    row = outlet("goud")
    clock.now += timedelta(hours=7)
    fail(row, clock.now)
    assert round_(watch) == (1, 0)
    later = Heard()
    assert Watch(OPTIONS, EDITION, clock=clock, ways={"mail": later}).send() == 0, "old news is no news"


def test_the_watch_goes_on_whatever_happens(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, looks = threading.Event(), []

    def stumble() -> int:
        looks.append(1)
        stop.set()
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(watch, "look", stumble)
    monkeypatch.setattr("warraq.processes.health.close_old_connections", lambda: None)
    monkeypatch.setattr("warraq.processes.health.connections.close_all", lambda: None)
    watch.run(stop)
    assert looks == [1]
    assert "the disk is full" in caplog.text


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    with serving(server):
        yield server


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    server = Webhook()
    with serving(server):
        yield server


def row_of(number: int, condition: Condition = Condition.SILENT, name: str = "كود") -> NoticeRow:
    word = Word.RETURNED if condition is Condition.WELL else Word.DIED
    return NoticeRow(number, f"o{number}", name, word, condition, "", START, ("mail",), 0)


def message(*rows: NoticeRow, language: str = "en") -> Message:
    return compose(rows, edition="ma", outlets=100, site="https://warraq.example", language=language)


def options_for(**settings: str) -> Options:
    return read_options({f"WARRAQ_{name.upper()}": value for name, value in settings.items()})


def test_mail_arrives_whole(mail_server: MailServer) -> None:
    options = options_for(
        smtp=f"smtp://user%40x:se%3Acret@{mail_server.address}", notice_mail="desk@x.example"
    )
    ways_of(options)["mail"](message(row_of(1)))
    (mail,) = mail_server.mails
    assert mail["To"] == "desk@x.example"
    assert mail["Subject"] == "Warraq: كود has published nothing for much longer than it ever does"
    assert mail["Message-ID"].startswith("<warraq-ma-1-1-1@")
    assert "https://warraq.example/en/health" in mail.get_content()
    assert len(mail_server.logins) == 1


def test_a_mail_server_that_refuses_is_named_without_the_password(mail_server: MailServer) -> None:
    mail_server.answer = "550 no"
    options = options_for(smtp=f"smtp://user:secret@{mail_server.address}", notice_mail="desk@x.example")
    with pytest.raises(Exception, match="answered 550") as fault:
        ways_of(options)["mail"](message(row_of(1)))
    assert "secret" not in str(fault.value)


def test_a_name_cannot_write_mail_headers(mail_server: MailServer) -> None:
    options = options_for(smtp=f"smtp://{mail_server.address}", notice_mail="desk@x.example")
    ways_of(options)["mail"](message(row_of(1, name="a\r\nBcc: all@x.example")))
    assert mail_server.mails[0]["Bcc"] is None
    assert len(mail_server.recipients) == 1


def test_a_webhook_is_told_in_json(webhook: Webhook) -> None:
    ways_of(options_for(notice_webhook=webhook.address))["webhook"](message(row_of(1), row_of(2)))
    (told,) = webhook.told
    assert told["subject"] == "2 outlets died"
    assert told["notices"][0]["condition"] == "silent"
    assert "كود" in told["text"]
    assert webhook.keys == ["ma-1-2-2"]
    assert webhook.paths == ["/hook?token=1"]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_does_not_take_it_is_tried_again_and_not_followed(
    webhook: Webhook, status: int
) -> None:
    webhook.status = status
    with pytest.raises(Exception, match=str(status)) as fault:
        ways_of(options_for(notice_webhook=webhook.address))["webhook"](message(row_of(1)))
    assert "token" not in str(fault.value)
    assert len(webhook.paths) == 1


def test_nobody_there_is_a_clear_fault() -> None:
    with pytest.raises(HostUnreachable, match="webhook cannot be reached"):
        ways_of(options_for(notice_webhook="http://127.0.0.1:1/"))["webhook"](message(row_of(1)))
    options = options_for(smtp="smtp://127.0.0.1:1", notice_mail="desk@x.example")
    with pytest.raises(HostUnreachable, match="mail cannot be sent"):
        ways_of(options)["mail"](message(row_of(1)))


def test_a_long_list_is_cut_and_says_so() -> None:
    text = message(*[row_of(n) for n in range(1, MOST_NAMED + 11)]).text
    assert text.count("\n- ") == MOST_NAMED + 1
    assert "and 10 more" in text


def test_deaths_and_returns_share_a_message() -> None:
    assert message(row_of(1), row_of(2, Condition.WELL)).subject.endswith("; كود is back")


@pytest.mark.parametrize(
    ("language", "subject", "health"),
    [("ar", "انقطعت أخبار جريدتين؛ كود: عاد الموقع إلى حاله المعتادة", "warraq.example/health"),
     ("fr", "2 journaux se sont tus ; كود est de retour", "warraq.example/fr/health")],
)  # fmt: skip
def test_notices_speak_the_operators_language(language: str, subject: str, health: str) -> None:
    told = message(row_of(1), row_of(2, Condition.BLOCKED), row_of(3, Condition.WELL), language=language)
    assert told.subject == subject
    assert health in told.text


def test_arabic_counts_outlets_in_all_its_plurals() -> None:
    subjects = [message(*map(row_of, range(1, n + 1)), language="ar").subject for n in (3, 11, 100)]
    assert subjects == ["انقطعت أخبار 3 جرائد", "انقطعت أخبار 11 جريدة", "انقطعت أخبار 100 جريدة"]


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_every_condition_that_is_told_has_its_sentence_in_every_language(words: NoticeWords) -> None:
    assert words.says.keys() == WORDS["en"].says.keys()
    for row in (row_of(1, condition) for condition in words.says):
        assert "{" not in message(row, row_of(2, Condition.WELL), language=words.language).text


def test_a_language_that_notices_do_not_speak_is_refused() -> None:
    assert options_for(notice_language="FR").notice_language == "fr"
    with pytest.raises(WrongUse, match="ar, fr or en"):
        options_for(notice_language="de")
