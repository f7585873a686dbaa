"""How the portal looks and speaks: the form renderer, dates known to a day, month or year, house tables and lists
with their exports, charts drawn as SVG, and the template tags and components that pages are made of. It knows nothing
of the business: every other app stands above it."""
