-- A forum of 500 members and 3,000 posts, with answers in the old layout and in the new.
CREATE TABLE users (id int, username text, name text, created_at timestamp, admin bool, moderator bool, trust_level int);
CREATE TABLE group_users (id int, group_id int, user_id int);
CREATE TABLE categories (id int, name text, color text, slug text, parent_category_id int);
CREATE TABLE category_custom_fields (id int, category_id int, name text, value text);
CREATE TABLE tags (id int, name text);
CREATE TABLE topic_tags (id int, topic_id int, tag_id int);
CREATE TABLE topics (id int, title text, created_at timestamp, views int, user_id int, archetype text, deleted_at timestamp, category_id int, slug text);
CREATE TABLE topic_custom_fields (id int, topic_id int, name text, value text);
CREATE TABLE discourse_solved_solved_topics (id int, topic_id int, answer_post_id int, created_at timestamp);
CREATE TABLE posts (id int, user_id int, topic_id int, post_number int, raw text, cooked text, created_at timestamp, reply_to_post_number int, deleted_at timestamp, post_type int);
CREATE TABLE post_actions (id int, post_id int, user_id int, post_action_type_id int, deleted_at timestamp, created_at timestamp);

INSERT INTO users VALUES (-2, 'discobot', 'discobot', '2019-01-01', true, false, 4), (-1, 'system', 'system', '2019-01-01', true, true, 4);
INSERT INTO users SELECT i, 'member_' || i, CASE WHEN i % 3 = 0 THEN NULL ELSE E'Jürgen\t"' || i || E'"\\' END,
  timestamp '2019-06-01' + i * interval '1 hour', i = 1, i = 2, 1 FROM generate_series(1, 500) i;
INSERT INTO group_users VALUES (1, 3, 3), (2, 11, 4);
INSERT INTO categories VALUES (1, 'General', 'fff', 'general', NULL), (2, 'Support', 'fff', 'support', NULL), (3, 'Install', 'fff', 'install', 2);
INSERT INTO category_custom_fields VALUES (1, 2, 'enable_accepted_answers', 'true'), (2, 1, 'enable_accepted_answers', 'false');
INSERT INTO tags VALUES (1, 'linux'), (2, 'öl'), (3, 'unused');
INSERT INTO topics SELECT i, 'Topic ' || i || E'\\ \t?', timestamp '2020-01-01' + i * interval '1 minute', i, 1 + i * 7 % 500,
  CASE WHEN i % 50 = 0 THEN 'private_message' ELSE 'regular' END, CASE WHEN i % 60 = 7 THEN timestamp '2021-01-01' END,
  1 + i % 3, 'topic-' || i FROM generate_series(1, 600) i;
INSERT INTO topic_tags SELECT i, i, 1 + i / 4 % 2 FROM generate_series(1, 600) i WHERE i % 4 = 0;
INSERT INTO posts SELECT i, CASE WHEN n = 1 THEN 1 + t * 7 % 500 WHEN i % 211 = 0 THEN NULL ELSE 1 + i * 13 % 500 END, t, n,
  E'first\tline\nC:\\temp \\N\r\b\f\v ' || i, E'<p>\\.</p>\n\\.\n', timestamp '2020-01-01 00:00:00.25' + i * interval '1 minute',
  CASE WHEN n > 2 AND i % 3 = 0 THEN n - 1 END, CASE WHEN n > 1 AND i % 97 = 0 THEN timestamp '2021-01-01' END,
  CASE WHEN n > 1 AND i % 89 = 0 THEN 3 ELSE 1 END
  FROM (SELECT i, 1 + (i - 1) % 600 AS t, 1 + (i - 1) / 600 AS n FROM generate_series(1, 3000) i) p;
INSERT INTO topic_custom_fields SELECT i, i, 'accepted_answer_post_id', i + 600 FROM generate_series(1, 600) i WHERE i % 5 = 1;
INSERT INTO topic_custom_fields SELECT i + 1000, i, 'other', E'x\\N' FROM generate_series(1, 9) i;
INSERT INTO discourse_solved_solved_topics SELECT i, i, i + 1200, '2025-04-01' FROM generate_series(1, 600) i WHERE i % 5 = 2;
INSERT INTO post_actions SELECT i, i, 1 + i * 17 % 500, CASE WHEN i % 12 = 0 THEN 3 ELSE 2 END,
  CASE WHEN i % 40 = 0 THEN timestamp '2021-01-01' END, timestamp '2020-06-01' + i * interval '1 second' FROM generate_series(1, 3000) i WHERE i % 4 = 0;

CREATE SCHEMA counts;
CREATE VIEW counts.topic AS SELECT t.*, coalesce(s.answer_post_id, f.value::int) AS accepted FROM topics t
  LEFT JOIN discourse_solved_solved_topics s ON s.topic_id = t.id
  LEFT JOIN topic_custom_fields f ON f.topic_id = t.id AND f.name = 'accepted_answer_post_id'
  WHERE t.archetype = 'regular' AND t.deleted_at IS NULL;
CREATE VIEW counts.post AS SELECT p.id, p.user_id, p.topic_id, p.post_number, p.reply_to_post_number,
  coalesce(p.id = t.accepted, false) AS is_answer, t.accepted, t.category_id
  FROM posts p JOIN counts.topic t ON t.id = p.topic_id WHERE p.deleted_at IS NULL AND p.post_type = 1;
CREATE VIEW counts.tie AS SELECT DISTINCT p.user_id AS a, coalesce(CASE WHEN NOT p.is_answer THEN parent.user_id END,
    CASE WHEN p.is_answer OR parent.id IS NULL THEN opener.user_id END) AS b, p.is_answer AS kind
  FROM counts.post p JOIN counts.post opener ON opener.topic_id = p.topic_id AND opener.post_number = 1
  LEFT JOIN counts.post parent ON parent.topic_id = p.topic_id AND parent.post_number = p.reply_to_post_number
  WHERE p.post_number > 1;
CREATE VIEW counts.all (name, number) AS
  SELECT 'members', (SELECT count(*) FROM users)
  UNION ALL SELECT 'staff', 3
  UNION ALL SELECT 'bots', (SELECT count(*) FROM users WHERE id <= 0)
  UNION ALL SELECT 'messages', (SELECT count(*) FROM counts.post)
  UNION ALL SELECT 'threads', (SELECT count(*) FROM counts.topic)
  UNION ALL SELECT 'asks', (SELECT count(*) FROM counts.topic WHERE accepted IS NOT NULL OR category_id = 2)
  UNION ALL SELECT 'answers', (SELECT count(*) FROM counts.post WHERE is_answer)
  UNION ALL SELECT 'likes', (SELECT count(*) FROM post_actions a JOIN counts.post p ON p.id = a.post_id
                             WHERE a.post_action_type_id = 2 AND a.deleted_at IS NULL)
  UNION ALL SELECT 'answered', (SELECT count(*) FROM counts.tie WHERE a <> b AND kind)
  UNION ALL SELECT 'commented', (SELECT count(*) FROM counts.tie WHERE a <> b AND NOT kind)
  UNION ALL SELECT 'tagged', (SELECT count(*) FROM counts.topic t JOIN topic_tags USING (id));
