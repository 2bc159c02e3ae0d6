"""What the state machine draws: amounts that fit and that do not, goods, people, lines."""

from hypothesis import strategies as st

AMOUNTS = {"food-certificate": 50_000, "children-goods": 300_000}

kopecks = st.sampled_from([0, 1, 333, 700, 1_999, 5_000, 60_000, 300_000])
kinds = st.sampled_from(["bread", "bread", "toys", "toys", "spirits", "unknown"])
goods = st.lists(st.tuples(kinds, kopecks), min_size=1, max_size=4).map(tuple)
persons = st.integers(0, 2)
anything = st.integers(0, 30)
positions: st.SearchStrategy[set[int]] = st.one_of(st.just(set()), st.sets(st.sampled_from([1, 1, 2, 4]), max_size=2))
programmes = st.sampled_from(sorted(AMOUNTS))
