"""Everything that goes to government: releases, who read them, and the REST API."""
