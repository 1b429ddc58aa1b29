"""What was asked for on the command line."""

HELP = """\
匠阶 Jiangjie

  ./dev run [--port N] [--host H]   install, start everything, load the demo, print the address
  ./dev test [PYTEST ARGUMENTS]     the whole suite on its own servers, pages in a real browser
  ./dev check [NAME...]             format, lint, types, imports, migrations, translations, deployment …
  ./dev bench [--workers N,N] [--only NAME,NAME] [--keep]
                                    what the system costs beside yardsticks, at 10,000 and 1,000,000 workers
  ./dev soak [--kills N]            kill senders of messages 1,000 times: none lost, none doubled in the inbox
  ./dev exec CMD [ARGUMENTS]        run a command with the servers up and the data loaded
  ./dev lock                        refresh requirements/*.txt from pyproject.toml (needs uv)
  ./dev licences                    rewrite docs/third-party-licences.md from what is installed
  ./dev schema                      rewrite docs/openapi.yaml from what the API offers; after a migration came
                                    or changed, config/snapshot from what the migrations give
  ./dev pictures                    retake docs/pictures from a demo system of their own
  ./dev help                        this text

With DATABASE_URL and REDIS_URL `run` and `exec` use those servers and start none.
More: docs/operations.md
"""
