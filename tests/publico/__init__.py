"""What a citizen walks, told once and walked in two ways: by keyboard, and on a telephone.

`escenario` is the world; `caminos` the journeys, told with the verbs of `visita`; `teclado` and
`telefono` do those verbs; `mirada` says what is wrong with the page in front of them.
"""
