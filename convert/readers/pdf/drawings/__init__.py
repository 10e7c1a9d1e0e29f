"""What is drawn: `paths` tell what each stroke is, `figures` which parts are pictures, `pictures` cut them out."""
