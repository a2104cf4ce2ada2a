"""What the packaged program starts with."""

import sys

from desktop_rag.__main__ import main

sys.exit(main())
