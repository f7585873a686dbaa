"""The pages of places lead on to the dataset, for members and administrators alone."""

import pytest

from tests.people import signed_in


@pytest.mark.parametrize("who", ["anonymous", "stranger", "north.dcs", "south.chair", "administrator"])
def test_a_regions_and_an_authoritys_page_lead_to_their_figures(cast, client, who):
    if who != "anonymous":
        signed_in(client, cast[who])
    region, authority = cast.north.region, cast.north.first
    pages = [client.get(place.get_absolute_url()).content.decode() for place in (region, authority)]
    shown = who not in ("anonymous", "stranger")
    rug, profile = f"/data/rug/?region={region.slug}", f"/data/authorities/{authority.slug}/"
    assert [f'href="{rug}">Tartan rug of {region}</a>' in pages[0], f'href="{profile}">Figures of' in pages[1]] == [
        shown
    ] * 2
    assert [rug in pages[0], profile in pages[1]] == [shown] * 2
    if shown:
        assert [client.get(address).status_code for address in (rug, profile)] == [200, 200]
