# Only repeats the commands in bin/, for those who type make.
.PHONY: demo test check servicios lock

demo:
	bin/demo

test:
	bin/test

check:
	bin/check

servicios:
	bin/with-services bin/test

lock:
	bin/lock
