BEGIN TRANSACTION;
CREATE TABLE answer_citations (
	answer_id VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (answer_id, document_id)
);
INSERT INTO "answer_citations" VALUES('043d8c24ff834b86','pool',2);
INSERT INTO "answer_citations" VALUES('452127dcf88e1bb7','road',1);
CREATE TABLE answers (
	id VARCHAR NOT NULL, 
	asked_at VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	record TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "answers" VALUES('043d8c24ff834b86','2026-11-29T10:49:32+00:00','answered','zh','{"question":"泳池门票多少钱？","understood":"泳池门票多少钱？","reply":null,"note":null,"choices":[],"sentences":[{"text":"泳池六月一日开放，门票30元。","translation":null,"citations":[0],"brief":"30元"}],"citations":[{"doc":"pool","start":35,"end":50,"text":"泳池六月一日开放，门票30元。","speaker":"张三","speaker_title":"局长","date":"2025-03-01","title":"泳池发布会","paragraph":2,"url":"/t/pool?cite=35-50#p2","times":[],"version":2,"kind":"answer","source":null,"question":"泳池何时开放？"}],"hits":[{"doc":"pool","version":2,"start":35,"end":50,"score":1.6361,"meaning":0.2796,"words":0.2226},{"doc":"bridge","version":1,"start":33,"end":41,"score":-0.4212,"meaning":0.0795,"words":null},{"doc":"road","version":1,"start":34,"end":45,"score":-0.5788,"meaning":0.0001,"words":null}],"rejected":[],"ms":{"understand":50.1,"search":60.14,"answer":136.95}}');
INSERT INTO "answers" VALUES('452127dcf88e1bb7','2026-11-29T10:49:32+00:00','answered','zh','{"question":"环城路的工期多长？","understood":"环城路的工期多长？","reply":null,"note":null,"choices":[],"sentences":[{"text":"修环城路，工期八个月。","translation":null,"citations":[0],"brief":"八个"}],"citations":[{"doc":"road","start":34,"end":45,"text":"修环城路，工期八个月。","speaker":"李四","speaker_title":"局长","date":"2025-04-02","title":"修路发布会","paragraph":2,"url":"/t/road?cite=34-45#p2","times":[],"version":1,"kind":"answer","source":null,"question":"哪条路要修？"}],"hits":[{"doc":"road","version":1,"start":34,"end":45,"score":1.8653,"meaning":0.2437,"words":0.2879},{"doc":"bridge","version":1,"start":33,"end":41,"score":-0.2026,"meaning":0.0736,"words":0.0971},{"doc":"pool","version":2,"start":35,"end":50,"score":-0.5067,"meaning":0.0644,"words":null}],"rejected":[],"ms":{"understand":0.34,"search":4.4,"answer":2.13}}');
INSERT INTO "answers" VALUES('0723f021dca40358','2026-11-29T10:49:32+00:00','not_found','zh','{"question":"动物园几点关门？","understood":"动物园几点关门？","reply":null,"note":null,"choices":[],"sentences":[],"citations":[],"hits":[{"doc":"road","version":1,"start":34,"end":45,"score":1.0,"meaning":0.0878,"words":null},{"doc":"bridge","version":1,"start":33,"end":41,"score":0.7408,"meaning":0.0795,"words":null},{"doc":"pool","version":2,"start":35,"end":50,"score":-1.7408,"meaning":0.0001,"words":null}],"rejected":[],"ms":{"understand":0.31,"search":15.02,"answer":1.49}}');
CREATE TABLE audit (
	number INTEGER NOT NULL, 
	at VARCHAR NOT NULL, 
	who VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	what TEXT NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	address VARCHAR, 
	PRIMARY KEY (number)
);
INSERT INTO "audit" VALUES(1,'2026-11-29T10:49:34+00:00','wang','document.withdraw','road',NULL,'"待核"',NULL);
CREATE TABLE changes (
	number INTEGER NOT NULL, 
	document_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	action VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	"by" VARCHAR, 
	reason TEXT, 
	PRIMARY KEY (number)
);
INSERT INTO "changes" VALUES(1,'pool',1,'add','2026-11-29T10:49:31+00:00',NULL,NULL);
INSERT INTO "changes" VALUES(2,'road',1,'add','2026-11-29T10:49:31+00:00',NULL,NULL);
INSERT INTO "changes" VALUES(3,'bridge',1,'add','2026-11-29T10:49:31+00:00',NULL,NULL);
INSERT INTO "changes" VALUES(4,'pool',2,'replace','2026-11-29T10:49:31+00:00',NULL,NULL);
INSERT INTO "changes" VALUES(5,'bridge',0,'index','2026-11-29T10:49:31+00:00',NULL,NULL);
INSERT INTO "changes" VALUES(6,'pool',0,'index','2026-11-29T10:49:31+00:00',NULL,NULL);
INSERT INTO "changes" VALUES(7,'road',0,'index','2026-11-29T10:49:31+00:00',NULL,NULL);
INSERT INTO "changes" VALUES(8,'bridge',1,'index','2026-11-29T10:49:32+00:00',NULL,NULL);
INSERT INTO "changes" VALUES(9,'pool',2,'index','2026-11-29T10:49:32+00:00',NULL,NULL);
INSERT INTO "changes" VALUES(10,'road',1,'index','2026-11-29T10:49:32+00:00',NULL,NULL);
INSERT INTO "changes" VALUES(11,'bridge',1,'withdraw','2026-11-29T10:49:32+00:00',NULL,NULL);
INSERT INTO "changes" VALUES(12,'bridge',0,'index','2026-11-29T10:49:32+00:00',NULL,NULL);
INSERT INTO "changes" VALUES(13,'bridge',0,'index','2026-11-29T10:49:32+00:00',NULL,NULL);
INSERT INTO "changes" VALUES(14,'park',1,'add','2026-11-29T10:49:34+00:00','wang',NULL);
INSERT INTO "changes" VALUES(15,'road',1,'withdraw','2026-11-29T10:49:34+00:00','wang','待核');
CREATE TABLE deleted_answers (
	id VARCHAR NOT NULL, 
	deleted_at VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE documents (
	id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	added_at VARCHAR NOT NULL, 
	withdrawn_at VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "documents" VALUES('pool',2,'2026-11-29T10:49:31+00:00',NULL);
INSERT INTO "documents" VALUES('road',1,'2026-11-29T10:49:31+00:00','2026-11-29T10:49:34+00:00');
INSERT INTO "documents" VALUES('bridge',1,'2026-11-29T10:49:31+00:00','2026-11-29T10:49:32+00:00');
INSERT INTO "documents" VALUES('park',1,'2026-11-29T10:49:34+00:00',NULL);
CREATE TABLE draft_edits (
	draft_id VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	edit TEXT NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	undone_by VARCHAR, 
	undone_at VARCHAR, 
	undone_revision INTEGER, 
	PRIMARY KEY (draft_id, revision), 
	FOREIGN KEY(draft_id) REFERENCES drafts (id)
);
INSERT INTO "draft_edits" VALUES('bb0c6adcc36b',2,'{"edit": "speaker", "speaker": "周婷", "title_was": "局长", "to": "周亭", "title": "局长", "body": null}','li','2026-11-29T10:49:34+00:00',NULL,NULL,NULL);
CREATE TABLE drafts (
	id VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	base_version INTEGER, 
	state VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	origin VARCHAR NOT NULL, 
	words VARCHAR NOT NULL, 
	source TEXT NOT NULL, 
	parsed TEXT NOT NULL, 
	original BLOB, 
	"by" VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	changed_by VARCHAR NOT NULL, 
	changed_at VARCHAR NOT NULL, 
	reason TEXT, 
	remark TEXT, 
	publish_at VARCHAR, 
	published_version INTEGER, 
	PRIMARY KEY (id)
);
INSERT INTO "drafts" VALUES('13c6f54d4eb0','park',NULL,'published',2,'湿地公园答问','park.txt','f3e75b98f484849341eb096ff3ae27d2909856173dfa7dfad43b7e5c04985fc6','{"id": "park", "text": "湿地公园答问\n\n2025年6月4日\n\n市民：什么时候免票？\n\n主任赵六：每周一免票，带身份证。\n", "origin": "park.txt", "title": null, "date": null, "source": null, "hints": {"title": null, "date": null, "source": null}, "notes": []}','{"title": "湿地公园答问", "date": "2025-06-04", "source": null, "language": "zh", "text": "湿地公园答问\n\n2025年6月4日\n\n市民：什么时候免票？\n\n主任赵六：每周一免票，带身份证。\n", "turns": "[{\"number\":1,\"kind\":\"question\",\"label\":\"市民\",\"speaker\":{\"name\":\"市民\",\"title\":null,\"body\":null},\"paragraphs\":[{\"number\":1,\"start\":22,\"end\":29,\"heading\":false}],\"answers\":null,\"follows\":null,\"remarks\":[]},{\"number\":2,\"kind\":\"answer\",\"label\":\"主任赵六\",\"speaker\":{\"name\":\"赵六\",\"title\":\"主任\",\"body\":null},\"paragraphs\":[{\"number\":2,\"start\":36,\"end\":47,\"heading\":false}],\"answers\":1,\"follows\":null,\"remarks\":[]}]", "title_span": "[0, 6]", "header": "{\"place\": null, \"body\": null, \"published\": null, \"evidence\": [{\"field\": \"title\", \"found\": \"line 1\"}, {\"field\": \"date\", \"found\": \"line 3\"}], \"warnings\": []}"}',X'E6B9BFE59CB0E585ACE59BADE7AD94E997AE0A0A32303235E5B9B436E69C8834E697A50A0AE5B882E6B091EFBC9AE4BB80E4B988E697B6E58099E5858DE7A5A8EFBC9F0A0AE4B8BBE4BBBBE8B5B5E585ADEFBC9AE6AF8FE591A8E4B880E5858DE7A5A8EFBC8CE5B8A6E8BAABE4BBBDE8AF81E380820A','li','2026-11-29T10:49:34+00:00','wang','2026-11-29T10:49:34+00:00',NULL,NULL,NULL,1);
INSERT INTO "drafts" VALUES('bb0c6adcc36b','lake',NULL,'draft',2,'东湖治理通报会','lake.txt','5e982562108b300cbe67d76ca655f8e3ae43761c2e0018aef92ecb81b8804fbf','{"id": "lake", "text": "东湖治理通报会\n\n2025年7月5日\n\n记者：清淤多少？\n\n局长周婷：湖水清淤三十万方，年底完工。\n", "origin": "lake.txt", "title": null, "date": null, "source": null, "hints": {"title": null, "date": null, "source": null}, "notes": []}','{"title": "东湖治理通报会", "date": "2025-07-05", "source": null, "language": "zh", "text": "东湖治理通报会\n\n2025年7月5日\n\n记者：清淤多少？\n\n局长周婷：湖水清淤三十万方，年底完工。\n", "turns": "[{\"number\":1,\"kind\":\"question\",\"label\":\"记者\",\"speaker\":{\"name\":\"记者\",\"title\":null,\"body\":null},\"paragraphs\":[{\"number\":1,\"start\":23,\"end\":28,\"heading\":false}],\"answers\":null,\"follows\":null,\"remarks\":[]},{\"number\":2,\"kind\":\"answer\",\"label\":\"局长周婷\",\"speaker\":{\"name\":\"周婷\",\"title\":\"局长\",\"body\":null},\"paragraphs\":[{\"number\":2,\"start\":35,\"end\":49,\"heading\":false}],\"answers\":1,\"follows\":null,\"remarks\":[]}]", "title_span": "[0, 7]", "header": "{\"place\": null, \"body\": null, \"published\": null, \"evidence\": [{\"field\": \"title\", \"found\": \"line 1\"}, {\"field\": \"date\", \"found\": \"line 3\"}], \"warnings\": []}"}',X'E4B89CE6B996E6B2BBE79086E9809AE68AA5E4BC9A0A0A32303235E5B9B437E69C8835E697A50A0AE8AEB0E88085EFBC9AE6B885E6B7A4E5A49AE5B091EFBC9F0A0AE5B180E995BFE591A8E5A9B7EFBC9AE6B996E6B0B4E6B885E6B7A4E4B889E58D81E4B887E696B9EFBC8CE5B9B4E5BA95E5AE8CE5B7A5E380820A','li','2026-11-29T10:49:34+00:00','li','2026-11-29T10:49:34+00:00',NULL,NULL,NULL,NULL);
CREATE TABLE feedback (
	id INTEGER NOT NULL, 
	answer_id VARCHAR NOT NULL, 
	useful BOOLEAN NOT NULL, 
	reason VARCHAR, 
	comment TEXT, 
	given_at VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "feedback" VALUES(1,'043d8c24ff834b86',0,'outdated','去年的票价','2026-11-29T10:49:32+00:00');
INSERT INTO "feedback" VALUES(2,'452127dcf88e1bb7',0,'outdated','去年的票价','2026-11-29T10:49:32+00:00');
CREATE TABLE "indexed" (
	document_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (document_id)
);
INSERT INTO "indexed" VALUES('pool',2);
INSERT INTO "indexed" VALUES('road',1);
CREATE TABLE jobs (
	number INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	options TEXT NOT NULL, 
	payload BLOB, 
	step VARCHAR, 
	done INTEGER NOT NULL, 
	"of" INTEGER NOT NULL, 
	results TEXT NOT NULL, 
	error TEXT, 
	ended_at VARCHAR, 
	seen BOOLEAN NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "jobs" VALUES(1,'index','park','waiting','','2026-11-29T10:49:34+00:00','{}',NULL,NULL,0,0,'[]',NULL,NULL,0);
INSERT INTO "jobs" VALUES(2,'index','road','waiting','','2026-11-29T10:49:34+00:00','{}',NULL,NULL,0,0,'[]',NULL,NULL,0);
INSERT INTO "jobs" VALUES(3,'read','later.txt','waiting','li','2026-11-29T10:49:34+00:00','{}',X'E4BFAEE8B7AFE58F91E5B883E4BC9A0A0A32303235E5B9B434E69C8832E697A50A0AE8AEB0E88085EFBC9AE593AAE69DA1E8B7AFE8A681E4BFAEEFBC9F0A0AE5B180E995BFE69D8EE59B9BEFBC9AE4BFAEE78EAFE59F8EE8B7AFEFBC8CE5B7A5E69C9FE585ABE4B8AAE69C88E380820A',NULL,0,0,'[]',NULL,NULL,0);
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','2');
INSERT INTO "meta" VALUES('embedding','hash-256');
CREATE TABLE retention_announced (
	days INTEGER NOT NULL, 
	at VARCHAR NOT NULL, 
	PRIMARY KEY (days)
);
INSERT INTO "retention_announced" VALUES(400,'2026-11-29T10:49:34+00:00');
CREATE TABLE staff (
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	password VARCHAR NOT NULL, 
	added_at VARCHAR NOT NULL, 
	disabled_at VARCHAR, 
	PRIMARY KEY (name)
);
INSERT INTO "staff" VALUES('wang','admin','$argon2id$v=19$m=65536,t=3,p=4$9ZZPTPrpEkjZ3JiJjWBOLQ$G4pOBUOijt4D9DBru0pMQ/RPyRfoxkJ8+R70ughuaIw','2026-11-29T10:49:33+00:00',NULL);
INSERT INTO "staff" VALUES('li','editor','$argon2id$v=19$m=65536,t=3,p=4$jeyeLB6txzc9oHtV/KbcJg$MrYEyRVKPyyfISxtixtYd9m0aKAkJDXIEgTf2mpIwrk','2026-11-29T10:49:33+00:00',NULL);
CREATE TABLE staff_attempts (
	"key" VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	count INTEGER NOT NULL, 
	last_at VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE staff_browsers (
	token VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	seen_at VARCHAR NOT NULL, 
	PRIMARY KEY (token, name)
);
CREATE TABLE staff_day_keys (
	day VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	PRIMARY KEY (day)
);
INSERT INTO "staff_day_keys" VALUES('2026-11-29','d81cb458e0c84deab7cd99323dc268f9b8685676518cc4f58d3a6f4f41ff1438');
CREATE TABLE staff_sessions (
	token VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	secret VARCHAR NOT NULL, 
	begun_at VARCHAR NOT NULL, 
	seen_at VARCHAR NOT NULL, 
	PRIMARY KEY (token)
);
INSERT INTO "staff_sessions" VALUES('5bb6f5abd912fc96c377ae96ad515589f9a79c5ba405260c702f4df3adee7c18','wang','9kgiAAgv25DH8e7IIwe3gICodm4ytfyE1wunXZw4yxE','2026-11-29T10:49:34+00:00','2026-11-29T10:49:34+00:00');
CREATE TABLE tokens (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	hash VARCHAR NOT NULL, 
	made_at VARCHAR NOT NULL, 
	expires_at VARCHAR NOT NULL, 
	revoked_at VARCHAR, 
	used_at VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "tokens" VALUES('2d8e1c341b35','cms','publisher','95976c1fef4da1eb4b23c6ee235b79cac631bcbc6b3db19a4eb1a9731ef5d7d3','2026-11-29T10:49:34+00:00','2029-05-17T10:49:34+00:00',NULL,NULL);
CREATE TABLE unanswered (
	number INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	language VARCHAR NOT NULL, 
	asked_at VARCHAR NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "unanswered" VALUES(1,'动物园几点关门？','zh','2026-11-29T10:49:32+00:00');
CREATE TABLE versions (
	document_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	date VARCHAR, 
	source VARCHAR, 
	language VARCHAR NOT NULL, 
	origin VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	turns TEXT NOT NULL, 
	title_span VARCHAR, 
	header TEXT, 
	added_at VARCHAR NOT NULL, 
	words VARCHAR, 
	edits TEXT, 
	PRIMARY KEY (document_id, version), 
	FOREIGN KEY(document_id) REFERENCES documents (id)
);
INSERT INTO "versions" VALUES('pool',1,'泳池发布会','2025-03-01',NULL,'zh','pool.txt','1654aacb57d5eb74854941e7e90f3a52927fc8d110f47892f6928c5b2c0d6499','泳池发布会

2025年3月1日

记者：泳池何时开放？

局长张三：泳池六月一日开放，门票20元。
','[{"number":1,"kind":"question","label":"记者","speaker":{"name":"记者","title":null,"body":null},"paragraphs":[{"number":1,"start":21,"end":28,"heading":false}],"answers":null,"follows":null,"remarks":[]},{"number":2,"kind":"answer","label":"局长张三","speaker":{"name":"张三","title":"局长","body":null},"paragraphs":[{"number":2,"start":35,"end":50,"heading":false}],"answers":1,"follows":null,"remarks":[]}]','[0, 5]','{"place": null, "body": null, "published": null, "evidence": [{"field": "title", "found": "line 1"}, {"field": "date", "found": "line 3"}], "warnings": []}','2026-11-29T10:49:31+00:00','e7f1f569cc19c2830e1b85fc3513380b654d0fc93b22e2d01a18b8d0113a2aff',NULL);
INSERT INTO "versions" VALUES('road',1,'修路发布会','2025-04-02',NULL,'zh','road.txt','e5a2e931e0374b6cb64e4ecf323f2e0caeed2758368035b816adaa76a300d352','修路发布会

2025年4月2日

记者：哪条路要修？

局长李四：修环城路，工期八个月。
','[{"number":1,"kind":"question","label":"记者","speaker":{"name":"记者","title":null,"body":null},"paragraphs":[{"number":1,"start":21,"end":27,"heading":false}],"answers":null,"follows":null,"remarks":[]},{"number":2,"kind":"answer","label":"局长李四","speaker":{"name":"李四","title":"局长","body":null},"paragraphs":[{"number":2,"start":34,"end":45,"heading":false}],"answers":1,"follows":null,"remarks":[]}]','[0, 5]','{"place": null, "body": null, "published": null, "evidence": [{"field": "title", "found": "line 1"}, {"field": "date", "found": "line 3"}], "warnings": []}','2026-11-29T10:49:31+00:00','12df7075b3713b0300a62a69888a737c303dfa2d5a2bffdbbf572e4386b5e665',NULL);
INSERT INTO "versions" VALUES('bridge',1,'大桥发布会','2025-05-03',NULL,'zh','bridge.txt','d55d074c69252a2123fad67e22ac1d9739d77488da9c01e6cbc869980ec34718','大桥发布会

2025年5月3日

记者：大桥多长？

局长王五：大桥全长三公里。
','[{"number":1,"kind":"question","label":"记者","speaker":{"name":"记者","title":null,"body":null},"paragraphs":[{"number":1,"start":21,"end":26,"heading":false}],"answers":null,"follows":null,"remarks":[]},{"number":2,"kind":"answer","label":"局长王五","speaker":{"name":"王五","title":"局长","body":null},"paragraphs":[{"number":2,"start":33,"end":41,"heading":false}],"answers":1,"follows":null,"remarks":[]}]','[0, 5]','{"place": null, "body": null, "published": null, "evidence": [{"field": "title", "found": "line 1"}, {"field": "date", "found": "line 3"}], "warnings": []}','2026-11-29T10:49:31+00:00','4445848b72af19195712bf0ef2e2baee5db4f130e4fb4feec4360e8dc62839e4',NULL);
INSERT INTO "versions" VALUES('pool',2,'泳池发布会','2025-03-01',NULL,'zh','pool.txt','2d70ee4f8b9018af790776c3b294044169a074c7fbf92ca6a60e94d793265928','泳池发布会

2025年3月1日

记者：泳池何时开放？

局长张三：泳池六月一日开放，门票30元。
','[{"number":1,"kind":"question","label":"记者","speaker":{"name":"记者","title":null,"body":null},"paragraphs":[{"number":1,"start":21,"end":28,"heading":false}],"answers":null,"follows":null,"remarks":[]},{"number":2,"kind":"answer","label":"局长张三","speaker":{"name":"张三","title":"局长","body":null},"paragraphs":[{"number":2,"start":35,"end":50,"heading":false}],"answers":1,"follows":null,"remarks":[]}]','[0, 5]','{"place": null, "body": null, "published": null, "evidence": [{"field": "title", "found": "line 1"}, {"field": "date", "found": "line 3"}], "warnings": []}','2026-11-29T10:49:31+00:00','7f0af91b16cb5065d3c552253f6407d89005bde8975df44f57220be0656e3bf7',NULL);
INSERT INTO "versions" VALUES('park',1,'湿地公园答问','2025-06-04',NULL,'zh','park.txt','832ca9fd8e4747060730e82d5c065d4a29ea257f86a4d8bb487bb6c7806c69b4','湿地公园答问

2025年6月4日

市民：什么时候免票？

主任赵六：每周一免票，带身份证。
','[{"number":1,"kind":"question","label":"市民","speaker":{"name":"市民","title":null,"body":null},"paragraphs":[{"number":1,"start":22,"end":29,"heading":false}],"answers":null,"follows":null,"remarks":[]},{"number":2,"kind":"answer","label":"主任赵六","speaker":{"name":"赵六","title":"主任","body":null},"paragraphs":[{"number":2,"start":36,"end":47,"heading":false}],"answers":1,"follows":null,"remarks":[]}]','[0, 6]','{"place": null, "body": null, "published": null, "evidence": [{"field": "title", "found": "line 1"}, {"field": "date", "found": "line 3"}], "warnings": []}','2026-11-29T10:49:34+00:00','f3e75b98f484849341eb096ff3ae27d2909856173dfa7dfad43b7e5c04985fc6',NULL);
CREATE TABLE work_groups (
	number INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	language VARCHAR NOT NULL, 
	vector BLOB NOT NULL, 
	state VARCHAR NOT NULL, 
	assigned VARCHAR, 
	reason TEXT, 
	answered_by VARCHAR, 
	changed_at VARCHAR NOT NULL, 
	checked INTEGER NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "work_groups" VALUES(1,'动物园几点关门？','zh',X'290AD63900000000000000000000000000000000000000000000000000000000EB05D13E0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000EB05D13E0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000EB05D13E00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000EB05D13E0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000EB05D13E000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000EB05D13E00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000','open',NULL,NULL,NULL,'2026-11-29T10:49:34+00:00',13);
INSERT INTO "work_groups" VALUES(2,'环城路的工期多长？','zh',X'8829C639000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000008E84C13E00000000000000000000000000000000000000000000000000000000000000000000000000000000000000008E84C13E0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000008E84C13E00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000008E84C13E0000000000000000000000000000000000000000000000008E84C13E0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000008E84C13E000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000008E84C13E0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000','open',NULL,NULL,NULL,'2026-11-29T10:49:34+00:00',13);
INSERT INTO "work_groups" VALUES(3,'泳池门票多少钱？','zh',X'290AD639000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000EB05D13E000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000EB05D13E000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000EB05D13E00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000EB05D13E00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000EB05D13E00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000EB05D13E000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000','open',NULL,NULL,NULL,'2026-11-29T10:49:34+00:00',13);
CREATE TABLE work_items (
	source VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	kind VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	cited TEXT NOT NULL, 
	PRIMARY KEY (source)
);
INSERT INTO "work_items" VALUES('unanswered:1',1,'动物园几点关门？','not_found','2026-11-29T10:49:32+00:00','');
INSERT INTO "work_items" VALUES('answer:452127dcf88e1bb7',2,'环城路的工期多长？','disliked','2026-11-29T10:49:32+00:00','road@1');
INSERT INTO "work_items" VALUES('answer:043d8c24ff834b86',3,'泳池门票多少钱？','disliked','2026-11-29T10:49:32+00:00','pool@2');
CREATE INDEX ix_drafts_document_id ON drafts (document_id);
CREATE INDEX ix_drafts_state ON drafts (state);
CREATE INDEX ix_versions_words ON versions (words);
CREATE INDEX ix_versions_by_date ON versions (date, document_id, version, language);
CREATE INDEX ix_answers_asked_at ON answers (asked_at);
CREATE INDEX ix_answer_citations_document_id ON answer_citations (document_id);
CREATE INDEX ix_feedback_answer_id ON feedback (answer_id);
CREATE INDEX ix_work_groups_state ON work_groups (state);
CREATE INDEX ix_work_items_number ON work_items (number);
CREATE INDEX ix_work_items_at ON work_items (at);
CREATE INDEX ix_jobs_state ON jobs (state);
CREATE INDEX ix_audit_at ON audit (at);
CREATE INDEX ix_audit_action ON audit (action);
CREATE INDEX ix_audit_who ON audit (who);
CREATE TRIGGER audit_UPDATE BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_DELETE BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE INDEX ix_staff_attempts_last_at ON staff_attempts (last_at);
CREATE INDEX ix_staff_attempts_name ON staff_attempts (name);
CREATE INDEX ix_tokens_name ON tokens (name);
COMMIT;
