"""What the web server may say."""

from gunicorn import glogging
from gunicorn.config import Config

from throughcare.config.adapters.log import Fields, NoContent


class PlainLog(glogging.Logger):  # type: ignore[misc]
    """What the web server says, without content: a wrong request is not quoted."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(NoContent())
            handler.setFormatter(Fields())
