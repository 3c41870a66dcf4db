"""Mistakes in the settings: each kind once, told on one line that says which setting, its value and what is allowed."""

from pathlib import Path

import pytest

from gateway.config.settings import load_settings
from gateway.errors import ConfigError


def mistakes(cwd: Path, serve: bool = False, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_settings({f"VANTHU_{name.upper()}": value for name, value in environ.items()}, cwd, serve)
    told = list(caught.value.mistakes)
    assert all(len(line.splitlines()) == 1 for line in told)
    return told


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        pytest.param("upstream", "mail", "máy:cổng", id="a host without port"),
        pytest.param("upstream", "::1:25", "ngoặc vuông", id="IPv6 without brackets"),
        pytest.param("upstream", "[::x]:25", "IPv6", id="a broken IPv6 address"),
        pytest.param("upstream", "-mail:25", "tên máy", id="a host that can't be one"),
        pytest.param("upstream", "10.0.0.256:25", "tên máy", id="an address out of range"),
        pytest.param("upstream", ":25", "tên máy", id="no host"),
        pytest.param("upstream", "mail:0", "1 đến 65535", id="port 0"),
        pytest.param("upstream", "mail:65536", "1 đến 65535", id="a port too high"),
        pytest.param("upstream", "mail:２５", "1 đến 65535", id="full-width digits"),
        pytest.param("listen", "127.0.0.1", "máy:cổng", id="a listener without port"),
        pytest.param("listen", "http://127.0.0.1:25", "smtps://", id="a listener with a strange scheme"),
        pytest.param("listen", ",", "ít nhất một", id="no listener at all"),
        pytest.param("listen", "127.0.0.1:25,127.0.0.1:25", "hai lần", id="one listener twice"),
        pytest.param("listen", "smtps://127.0.0.1:465", "VANTHU_TLS_CERT", id="smtps without a certificate"),
        pytest.param("console", "no", "máy:cổng", id="a console that is neither place nor off"),
        pytest.param("console", "yes", '"off"', id="a console that can be switched off"),
        pytest.param("database", "postgresql://u:p@h:5432/v", "psycopg", id="PostgreSQL where its driver is not there"),
        pytest.param("blobs", "s3://bucket/held", "chưa dùng được s3", id="blobs in S3"),
        pytest.param("data", "/proc/vanthu", "không ghi được", id="a data folder where not even root can make one"),
        pytest.param("console", "localhost:2525", "nhận SMTP", id="the console where SMTP is"),
        pytest.param("max_size", "50MB", "chỉ viết chữ số", id="a size with a unit"),
        pytest.param("max_size", "1023", "1024", id="a size too small"),
        pytest.param("max_size", "9" * 30, "2147483647", id="a size too large"),
        pytest.param("workers", "0", "1 đến 256", id="no worker"),
        pytest.param("mode", "off", "enforce, monitor", id="a mode that is none"),
        pytest.param("auth_plaintext", "yes", "loopback, on, off", id="a word that is none"),
        pytest.param("database", "mysql://h/d", "sqlite:///", id="a database that we don't speak to"),
        pytest.param("database", "sqlite://", "sqlite:///", id="a database in memory"),
        pytest.param("database", "postgresql://h:x/d", "postgresql://", id="a database with a broken port"),
        pytest.param("database", "postgresql://h", "postgresql://", id="a database without a name"),
        pytest.param("blobs", "no/where", "không tồn tại", id="a blob folder without a parent"),
        pytest.param("blobs", "ftp://x/y", "s3://", id="blobs elsewhere"),
        pytest.param("blobs", "s3://", "s3://", id="S3 without a bucket"),
        pytest.param("config", "nowhere", "không tồn tại", id="a config folder that is not there"),
        pytest.param("trust", "nowhere", "không tồn tại", id="a trust folder that is not there"),
        pytest.param("data", "no/where", "không tồn tại", id="a data folder without a parent"),
        pytest.param("data", "file", "phải là thư mục", id="a data folder that is a file"),
        pytest.param("hostname", "a b", "tên máy", id="a hostname with a blank"),
        pytest.param("help_contact", "a\nb", "một dòng", id="a contact of two lines"),
        pytest.param("tls_cert", "file", "VANTHU_TLS_KEY", id="a certificate without its key"),
        pytest.param("tls_key", "file", "VANTHU_TLS_CERT", id="a key without its certificate"),
        pytest.param("proxy_from", "10.0.0.0/99", "mạng", id="a network that is none"),
        pytest.param("upstream_tls", "yes", "off, opportunistic, required", id="an upstream TLS that is none"),
        pytest.param("announce", "x", "off, auto, xclient, xforward", id="an announcement that is none"),
    ],
)
def test_a_wrong_value_is_one_mistake_that_says_what_is_allowed(cwd, name, value, allowed):
    (cwd / "file").write_text("")
    (told,) = mistakes(cwd, **{name: value})
    assert allowed in told
    assert "VANTHU_" in told


@pytest.mark.parametrize(
    ("cert", "key", "allowed"),
    [
        pytest.param("one.crt", "two.key", "không khớp", id="a key of another certificate"),
        pytest.param("one.crt", "one-locked.key", "mật khẩu", id="a key with a password"),
        pytest.param("junk.pem", "one.key", "PEM", id="a certificate that is none"),
        pytest.param("absent.crt", "one.key", "không đọc được", id="a certificate that is not there"),
        pytest.param("one.crt", "absent.key", "không đọc được", id="a key that is not there"),
    ],
)
def test_a_certificate_and_its_key_belong_together(cwd, pems, cert, key, allowed):
    (told,) = mistakes(cwd, tls_cert=str(pems / cert), tls_key=str(pems / key))
    assert allowed in told


@pytest.mark.parametrize(
    ("listen", "upstream"),
    [
        pytest.param("127.0.0.1:2525", "127.0.0.1:2525", id="the very same place"),
        pytest.param("0.0.0.0:25", "127.0.0.1:25", id="listening everywhere"),
        pytest.param("127.0.0.1:25", "localhost:25", id="the same machine by name"),
        pytest.param("[::]:25", "[::1]:25", id="in IPv6"),
        pytest.param("mx.dongnai.gov.vn:25", "MX.dongnai.gov.vn.:25", id="in another spelling"),
    ],
)
def test_an_upstream_that_is_ourselves_is_a_loop(cwd, listen, upstream):
    (told,) = mistakes(cwd, listen=listen, upstream=upstream)
    assert "vòng" in told


def test_the_upstream_is_required_by_serve_alone(cwd):
    assert load_settings({}, cwd).upstream is None
    (told,) = mistakes(cwd, serve=True)
    assert told.startswith("VANTHU_UPSTREAM")


def test_a_wrong_upstream_is_told_once(cwd):
    (told,) = mistakes(cwd, serve=True, upstream="nohost")
    assert told.startswith('VANTHU_UPSTREAM = "nohost"')


def test_a_certificate_alone_that_is_not_even_there_is_told_too(cwd):
    missing, absent = mistakes(cwd, tls_cert="/nonexist")
    assert missing.startswith("VANTHU_TLS_KEY: thiếu")
    assert absent.startswith('VANTHU_TLS_CERT = "/nonexist": không đọc được /nonexist')


def test_unknown_names_are_refused_with_a_guess(cwd):
    (cwd / ".env").write_text("# note\nVANTHU_LISEN=x\nvanthu_other=1\n")
    (cwd / "config" / "gateway.toml").write_text('woerkers = 2\nconfig = "x"\n\n[limit]\n[limits]\npaegs = 1\n')
    told = mistakes(cwd, upsteam="mail:25")
    assert told[0].startswith("VANTHU_UPSTEAM: ")
    assert "VANTHU_UPSTREAM?" in told[0]
    assert told[1].startswith(f"{cwd}/.env:2: VANTHU_LISEN")
    assert "VANTHU_LISTEN?" in told[1]
    assert told[2].startswith(f"{cwd}/config/gateway.toml:1: woerkers")
    assert "workers?" in told[2]
    assert told[3].startswith(f"{cwd}/config/gateway.toml:2: config")
    assert "limits?" in told[4]
    assert told[5].startswith(f"{cwd}/config/gateway.toml:6: limits.paegs")
    assert "pages?" in told[5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a = [1", "gateway.toml:1: sai cú pháp TOML", id="an end too soon"),
        pytest.param("a = 1\nb = = 2\n", "gateway.toml:2: sai cú pháp TOML", id="an error on the second line"),
        pytest.param("listen = 1.5", "gateway.toml:1: listen", id="a number with a point where text is wanted"),
        pytest.param("workers = true", "gateway.toml:1: workers", id="a truth where a number is wanted"),
        pytest.param("limits = 1", "phải là một bảng", id="a number where a table is wanted"),
        pytest.param("listener = 1", "[[listener]]", id="a number where tables are wanted"),
        pytest.param("[limits]\npages = true", "phải là một số", id="a truth where a limit is wanted"),
        pytest.param("[limits]\npages = 2.5", "phải là một số", id="a limit with a point"),
        pytest.param("[limits]\npages = 0", "lớn hơn 0", id="a limit of nothing"),
        pytest.param("[timeouts]\ndata = inf", "lớn hơn 0", id="a time without end"),
        pytest.param("[timeouts]\ndata = nan", "lớn hơn 0", id="a time that is no number"),
        pytest.param("[[listener]]\nname = 'x'", "listener.listen: thiếu", id="a listener without a place"),
        pytest.param("[[listener]]\nlisten = {}", "listener.listen", id="a listener's place that is a table"),
        pytest.param("[[listener]]\nlisten = 'a:1'\ntls_key = 'x'", "listener.tls_cert: thiếu", id="a listener's key alone"),
        pytest.param("listen = 'a:1'\n[[listener]]\nlisten = 'a:2'", "một trong hai", id="listeners in two ways"),
        pytest.param(
            "[[listener]]\nlisten = 'a:1'\n[[listener]]\nlisten = 'a:2'\ndirektion = 'x'",
            "toml:5: ",
            id="the second table's line",
        ),
    ],
)
def test_mistakes_in_the_file_name_file_and_line(cwd, text, expected):
    (cwd / "config" / "gateway.toml").write_text(text)
    (told,) = mistakes(cwd)
    assert expected in told


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(b"a = 1\nb = '\xff'\n", "gateway.toml:2: tệp phải viết bằng UTF-8", id="bytes that are no UTF-8"),
        pytest.param(b"#" * (5 << 20), "quá lớn", id="a huge file"),
        pytest.param(b"a = " + b"[" * 100_000, "gateway.toml", id="a bomb of brackets"),
    ],
)
def test_a_file_that_is_no_settings_file(cwd, raw, expected):
    (cwd / "config" / "gateway.toml").write_bytes(raw)
    (told,) = mistakes(cwd)
    assert expected in told


def test_smtps_behind_a_proxy_that_sends_a_header_is_refused(cwd, pems):
    table = f"[[listener]]\nlisten = 'smtps://a:1'\ntls_cert = '{pems}/one.crt'\ntls_key = '{pems}/one.key'\n"
    (cwd / "config" / "gateway.toml").write_text(table + "proxy_from = '192.0.2.0/24'\n")
    (told,) = mistakes(cwd)
    assert "proxy_from" in told


def test_a_broken_dotenv_line_is_named(cwd):
    (cwd / ".env").write_text("VANTHU_MODE=monitor\n=x\n'\n")
    assert mistakes(cwd)[0].startswith(f"{cwd}/.env:2: sai cú pháp")
    (cwd / ".env").write_text("# note\n\nVANTHU_MODE\n")
    assert mistakes(cwd) == [f"{cwd}/.env:3: sai cú pháp, phải có dạng TÊN=giá trị (syntax)"]
    (cwd / ".env").write_bytes(b"VANTHU_MODE=\xff\n")
    assert ".env: không đọc được" in mistakes(cwd)[0]


def test_all_mistakes_are_told_at_once(cwd):
    told = mistakes(cwd, serve=True, listen="x", max_size="x", mode="x", workers="x", console="x", database="x", trust="x")
    assert len(told) == 8


def test_a_password_in_a_wrong_value_is_not_repeated(cwd):
    (told,) = mistakes(cwd, database="mysql://user:hunter2/@2@host/db")
    assert "hunter2" not in told
    assert "user:***@host" in told


def test_a_long_wrong_value_is_cut_and_made_harmless(cwd):
    (told,) = mistakes(cwd, mode="\x1b[31m\n" + "x" * 5000)
    assert "\x1b" not in told
    assert len(told) < 300


def test_a_folder_in_place_of_the_file_is_told(cwd):
    (cwd / "config" / "gateway.toml").mkdir()
    (told,) = mistakes(cwd)
    assert "không đọc được tệp" in told
