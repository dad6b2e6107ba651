"""The API for programs (`/api/v1/`): the tables of `seguimiento.datos`, over HTTP."""
