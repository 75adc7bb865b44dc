-- PostgreSQL database dump
COPY public.categories (id, name, slug, parent_category_id) FROM stdin;
1	Help	help	2
2	X	\N	1
\.
COPY public.discourse_solved_solved_topics (topic_id, answer_post_id) FROM stdin;
10	101
\.
COPY public.post_actions (post_id, user_id, post_action_type_id, created_at, deleted_at) FROM stdin;
101	1	2	2020-01-03 00:00:00	\N
\.
COPY public.posts (id, user_id, topic_id, post_number, created_at, post_type, reply_to_post_number, deleted_at) FROM stdin;
100	1	10	1	2020-01-01 00:00:00.5	1	\N	\N
101	2	10	2	2020-01-02 00:00:00	1	1	\N
\.
COPY public.topics (id, title, category_id, archetype, user_id, created_at) FROM stdin;
10	Why\\?\011	2	regular	1	2020-01-01 00:00:00
\.
COPY public.users (id, username, admin) FROM stdin;
1	ann	f
2	bob	t
\.
