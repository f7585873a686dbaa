"""How gunicorn serves the portal, the same from `make run` and in the container."""

import os

wsgi_app = "riia.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
max_requests = 1000  # a worker that leaks is replaced before it hurts
max_requests_jitter = 100
control_socket_disable = True  # it would be a file in the home folder, shared by every portal on the machine


def post_worker_init(worker):
    from riia.home.memory import settle  # the portal is loaded in a worker, not in what reads this file

    settle()
