Š
‡
	pullgraph0.1.0rank"/tmp/f.pull(±=0Ìùˆ8*J
horizon_days30J
half_life_day