from hypothesis import settings

# The first example loads models; how long an example takes is no subject of these tests.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
