"""Single sheets of many kinds (slides, leaflets, posters, letters …), made from a seed with their truth known."""
