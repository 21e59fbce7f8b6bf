"""All settings. Every knob is an environment variable ``GONGKAI_*``: see docs/reference/settings.md."""

from pathlib import Path

import dj_database_url
import django_stubs_ext
from csp.constants import NONCE, NONE, SELF

from gongkai.config import environment as env

django_stubs_ext.monkeypatch()

SOURCE = Path(__file__).resolve().parents[3]
HOME = Path(
    env.text("GONGKAI_HOME", str(SOURCE / "var"))
).resolve()  # 数据目录：数据库、附件、成品页、检索库、日志
CATALOGUE = Path(env.text("GONGKAI_CATALOGUE", str(SOURCE / "catalogue"))).resolve()  # 目录数据所在目录
MANUAL = SOURCE / "docs" / "manual"
DEBUG = env.flag("GONGKAI_DEBUG")  # 仅供开发：出错时显示细节
PRODUCTION = env.flag("GONGKAI_PRODUCTION")  # 生产环境：要求密钥、HTTPS 与 HSTS
SECRET_KEY = env.secret("GONGKAI_SECRET_KEY", HOME, required=PRODUCTION)  # 会话与令牌的密钥，生产环境必设
ALLOWED_HOSTS = env.words("GONGKAI_HOSTS", "localhost,127.0.0.1,[::1]")  # 允许的主机名
SITE_URL = env.text("GONGKAI_SITE_URL", "http://127.0.0.1:8000").rstrip("/")  # 对外网址，用于订阅源与二维码
SITE_NAME = env.text("GONGKAI_SITE_NAME", "杭州市下城区政府信息公开")  # 网站名称
SITE_CODE = env.text("GONGKAI_SITE_CODE", "3301030001")  # 网站标识码（10 位）
SITE_REGION = env.text("GONGKAI_SITE_REGION", "330103")  # 本级行政区划代码
SITE_SPONSOR = env.text("GONGKAI_SITE_SPONSOR", "杭州市下城区人民政府办公室")  # 主办单位
SITE_CONTACT = env.text("GONGKAI_SITE_CONTACT", "联系方式待填写")  # 页脚联系方式
SITE_ICP = env.text("GONGKAI_SITE_ICP", "ICP备案号待填写")  # ICP 备案号
SITE_POLICE = env.text("GONGKAI_SITE_POLICE", "公安备案号待填写")  # 公安备案号
SITE_MISTAKES = env.text(
    "GONGKAI_SITE_MISTAKES",
    f"https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={SITE_CODE}",  # “我为政府网站找错”入口
)
PAGES = HOME / "pages"
PAGE_MEMORY = env.number("GONGKAI_PAGE_MEMORY_MB", 16) * 1024 * 1024  # 每个进程留在内存中的成品页（MB）
FILES = HOME / "files"
INDEX = HOME / "index"
LEDGER = HOME / "ledger"
LEDGER_ORIGIN = env.text("GONGKAI_LEDGER_ORIGIN", "gongkai.example/330103")  # 公开日志名称，启用后不得更改
PROOF_HOUR = env.number("GONGKAI_PROOF_HOUR", 2)  # 每天几点以后自动校对全部已公开信息；24 为不自动
UPLOAD_LIMIT = env.number("GONGKAI_UPLOAD_LIMIT_MB", 50) * 1024 * 1024  # 单个上传文件上限（MB）
UNDECIDED_DAYS = env.number("GONGKAI_UNDECIDED_DAYS", 30)  # 台账填报满多少天没有公开就放弃，并删除表格
DOWNLOADS_AT_ONCE = env.number("GONGKAI_DOWNLOADS_AT_ONCE", 2)  # 每个进程同时生成几个台账下载，多的请稍后再试
PULL_FROM = env.origins(
    "GONGKAI_PULL_FROM"
)  # 允许定时抓取的主机，逗号分隔；默认 https，内网主机写明网段：主机=网段
PULL_SECONDS = env.number("GONGKAI_PULL_SECONDS", 60)  # 定时抓取一个文件最多用几秒
OCDS_PREFIX = env.text("GONGKAI_OCDS_PREFIX", "ocds-000000")  # 公共资源交易数据（OCDS）登记的前缀
DOWNLOAD_SECONDS = env.number("GONGKAI_DOWNLOAD_SECONDS", 600)  # 一个台账下载最多传送几秒
LIMITS = HOME / "limits"
CASES = HOME / "cases"
CASE_KEY = env.secret(
    "GONGKAI_CASE_KEY", CASES, required=PRODUCTION
)  # 依申请公开案卷的加密密钥，生产环境必设；更换时新旧以逗号分隔，新的在前
API_PER_MINUTE = env.number("GONGKAI_API_PER_MINUTE", 240)  # 同一地址每分钟最多读取开放接口几次
API_SENDS_PER_HOUR = env.number("GONGKAI_API_SENDS_PER_HOUR", 60)  # 同一令牌每小时最多报送几次
REQUEST_FORMS_PER_HOUR = env.number("GONGKAI_REQUEST_FORMS", 120)  # 同一地址每小时最多填写、核对申请表几次
REQUEST_SENDS_PER_HOUR = env.number("GONGKAI_REQUEST_SENDS", 20)  # 同一地址每小时最多提交申请几次
REQUEST_SEARCHES_PER_HOUR = env.number("GONGKAI_REQUEST_SEARCHES", 300)  # 同一地址每小时最多边填边查几次
REQUEST_CODES_PER_QUARTER = env.number("GONGKAI_REQUEST_CODES", 60)  # 同一地址一刻钟最多填写查询码几次
REQUEST_WRONG_CODES_PER_QUARTER = env.number(
    "GONGKAI_REQUEST_WRONG_CODES", 10
)  # 同一地址一刻钟填错查询码几次后暂停查询
REQUEST_ACTS_PER_HOUR = env.number("GONGKAI_REQUEST_ACTS", 60)  # 同一地址每小时最多补正、撤回、评价、投诉几次
REQUEST_FIGURES_PER_MINUTE = env.number(
    "GONGKAI_REQUEST_FIGURES", 60
)  # 同一地址每分钟最多查看依申请公开统计几次
OFFICE_PROGRAM = env.text(
    "GONGKAI_OFFICE", "soffice"
)  # 打开 .doc 和 .wps 的程序（LibreOffice）；没有则请经办人另存
OCR_PROGRAM = env.text("GONGKAI_OCR", "tesseract")  # 识别扫描件文字的程序；没有则只作为附件
OCR_LANGUAGE = env.text("GONGKAI_OCR_LANGUAGE", "chi_sim")  # 文字识别所用的语言数据

INSTALLED_APPS = [
    "gongkai.config",
    "gongkai.portal",
    "gongkai.desk",
    "gongkai.api",
    "gongkai.planning",
    "gongkai.requests",
    "gongkai.registers",
    "gongkai.items",
    "gongkai.obligations",
    "gongkai.publication",
    "gongkai.ledger",
    "gongkai.search",
    "gongkai.channels",
    "gongkai.proofing",
    "gongkai.clocks",
    "gongkai.orgs",
    "gongkai.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_prose_editor",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongkai.api.middleware.Open",
    "gongkai.config.receiving.Bounded",
    "gongkai.publication.middleware.FinishedPages",
    "gongkai.portal.moved.OldAddresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "gongkai.orgs.middleware.Desk",
    "gongkai.desk.middleware.Stands",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongkai.config.urls"
WSGI_APPLICATION = "gongkai.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "gongkai.ui.context.site",
                "gongkai.desk.context.navigation",
            ],
            "builtins": ["gongkai.ui.templatetags.ui"],
        },
    }
]

# WAL, one writer at a time from the start of each transaction, and every acknowledged act on disk.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # 2 MB a connection, of which there is one a thread: at 100,000 items 64 MB were not a millisecond faster.
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-2048;",
}
DATABASES = {
    "default": dj_database_url.parse(
        env.text("GONGKAI_DATABASE_URL", f"sqlite:///{HOME / 'gongkai.sqlite3'}"),  # 数据库地址
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = dict(SQLITE_OPTIONS)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "orgs.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("account", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/desk/sign-in/"
AXES_FAILURE_LIMIT = env.number("GONGKAI_SIGN_IN_FAILURES", 5)  # 同一账号连续登录失败几次后锁定
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "gongkai.orgs.middleware.client_address"
AXES_LOCKOUT_CALLABLE = "gongkai.orgs.middleware.locked_out"
SIGN_IN_FAILURES_PER_ADDRESS = env.number(
    "GONGKAI_SIGN_IN_FAILURES_PER_ADDRESS", 30
)  # 同一地址登录失败几次后锁定
SIGN_IN_FAILURES_PER_ACCOUNT = env.number(
    "GONGKAI_SIGN_IN_FAILURES_PER_ACCOUNT", 20
)  # 同一账号从各地址合计登录失败几次后，没有登录过该账号的地址暂停登录 5 分钟
BEHIND_PROXY = env.flag(
    "GONGKAI_BEHIND_PROXY"
)  # 在反向代理之后：信任 X-Forwarded-Proto 和 X-Forwarded-For 的末项
CSRF_FAILURE_VIEW = "gongkai.orgs.views.sign_in.expired_form"
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "公开 Gongkai"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.text("GONGKAI_STATIC_ROOT") or None  # 静态文件目录，由 nginx 提供；不设则由程序提供
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024  # so that too long a text is refused at its field
FILE_UPLOAD_HANDLERS = ["gongkai.config.receiving.Spooled"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

EMAIL_BACKEND = env.text(
    "GONGKAI_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)  # 邮件发送方式；默认写入数据目录
EMAIL_FILE_PATH = str(HOME / "mail")
EMAIL_HOST = env.text("GONGKAI_EMAIL_HOST", "127.0.0.1")  # 邮件服务器
EMAIL_PORT = env.number("GONGKAI_EMAIL_PORT", 25)  # 邮件服务器端口
EMAIL_HOST_USER = env.text("GONGKAI_EMAIL_USER")  # 邮件服务器账号；留空则不登录
EMAIL_HOST_PASSWORD = env.text("GONGKAI_EMAIL_PASSWORD")  # 邮件服务器密码
EMAIL_USE_TLS = env.flag("GONGKAI_EMAIL_TLS")  # 以 STARTTLS 加密与邮件服务器的连接
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("GONGKAI_EMAIL_FROM", "gongkai@localhost")  # 发件人
WEBHOOK_NETWORKS = env.networks("GONGKAI_WEBHOOK_NETWORKS")  # 允许推送的内部网段，逗号分隔；公网地址总是允许

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django.request": {"level": "ERROR"}},  # 404 and 410 are answers, not faults
    "root": {"handlers": ["console"], "level": env.text("GONGKAI_LOG_LEVEL", "WARNING")},  # 日志级别
}
