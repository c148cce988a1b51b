BEGIN TRANSACTION;
CREATE TABLE answers (
	id VARCHAR NOT NULL, 
	asked_at VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	record TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "answers" VALUES('94300725a1264941','2026-11-29T10:49:25+00:00','answered','zh','{"question":"泳池门票多少钱？","understood":"泳池门票多少钱？","reply":null,"sentences":[{"text":"泳池六月一日开放，门票30元。","translation":null,"citations":[0]}],"citations":[{"doc":"pool","start":35,"end":50,"text":"泳池六月一日开放，门票30元。","speaker":"张三","speaker_title":"局长","date":"2025-03-01","title":"泳池发布会","paragraph":2,"url":"/t/pool?cite=35-50#p2","times":[],"version":2,"kind":"answer","source":null,"question":"泳池何时开放？"}],"hits":[{"doc":"pool","version":2,"start":35,"end":50,"score":1.6361,"meaning":0.2796,"words":0.2226},{"doc":"bridge","version":1,"start":33,"end":41,"score":-0.4212,"meaning":0.0795,"words":null},{"doc":"road","version":1,"start":34,"end":45,"score":-0.5788,"meaning":0.0001,"words":null}],"rejected":[],"ms":{"understand":19.8,"search":32.34,"answer":2.18}}');
INSERT INTO "answers" VALUES('8232613103bcc133','2026-11-29T10:49:25+00:00','answered','zh','{"question":"环城路的工期多长？","understood":"环城路的工期多长？","reply":null,"sentences":[{"text":"修环城路，工期八个月。","translation":null,"citations":[0]}],"citations":[{"doc":"road","start":34,"end":45,"text":"修环城路，工期八个月。","speaker":"李四","speaker_title":"局长","date":"2025-04-02","title":"修路发布会","paragraph":2,"url":"/t/road?cite=34-45#p2","times":[],"version":1,"kind":"answer","source":null,"question":"哪条路要修？"}],"hits":[{"doc":"road","version":1,"start":34,"end":45,"score":1.8653,"meaning":0.2437,"words":0.2879},{"doc":"bridge","version":1,"start":33,"end":41,"score":-0.2026,"meaning":0.0736,"words":0.0971},{"doc":"pool","version":2,"start":35,"end":50,"score":-0.5067,"meaning":0.0644,"words":null}],"rejected":[],"ms":{"understand":0.23,"search":22.24,"answer":1.42}}');
INSERT INTO "answers" VALUES('8c1962ced90f78da','2026-11-29T10:49:25+00:00','not_found','zh','{"question":"动物园几点关门？","understood":"动物园几点关门？","reply":null,"sentences":[],"citations":[],"hits":[{"doc":"road","version":1,"start":34,"end":45,"score":1.0,"meaning":0.0878,"words":null},{"doc":"bridge","version":1,"start":33,"end":41,"score":0.7408,"meaning":0.0795,"words":null},{"doc":"pool","version":2,"start":35,"end":50,"score":-1.7408,"meaning":0.0001,"words":null}],"rejected":[],"ms":{"understand":0.26,"search":22.69,"answer":1.4}}');
CREATE TABLE changes (
	number INTEGER NOT NULL, 
	document_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	action VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "changes" VALUES(1,'pool',1,'add','2026-11-29T10:49:24+00:00');
INSERT INTO "changes" VALUES(2,'road',1,'add','2026-11-29T10:49:24+00:00');
INSERT INTO "changes" VALUES(3,'bridge',1,'add','2026-11-29T10:49:24+00:00');
INSERT INTO "changes" VALUES(4,'pool',2,'replace','2026-11-29T10:49:24+00:00');
INSERT INTO "changes" VALUES(5,'bridge',0,'index','2026-11-29T10:49:25+00:00');
INSERT INTO "changes" VALUES(6,'pool',0,'index','2026-11-29T10:49:25+00:00');
INSERT INTO "changes" VALUES(7,'road',0,'index','2026-11-29T10:49:25+00:00');
INSERT INTO "changes" VALUES(8,'bridge',1,'index','2026-11-29T10:49:25+00:00');
INSERT INTO "changes" VALUES(9,'pool',2,'index','2026-11-29T10:49:25+00:00');
INSERT INTO "changes" VALUES(10,'road',1,'index','2026-11-29T10:49:25+00:00');
INSERT INTO "changes" VALUES(11,'bridge',1,'withdraw','2026-11-29T10:49:25+00:00');
INSERT INTO "changes" VALUES(12,'bridge',0,'index','2026-11-29T10:49:25+00:00');
INSERT INTO "changes" VALUES(13,'bridge',0,'index','2026-11-29T10:49:25+00:00');
CREATE TABLE documents (
	id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	added_at VARCHAR NOT NULL, 
	withdrawn_at VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "documents" VALUES('pool',2,'2026-11-29T10:49:24+00:00',NULL);
INSERT INTO "documents" VALUES('road',1,'2026-11-29T10:49:24+00:00',NULL);
INSERT INTO "documents" VALUES('bridge',1,'2026-11-29T10:49:24+00:00','2026-11-29T10:49:25+00:00');
CREATE TABLE feedback (
	id INTEGER NOT NULL, 
	answer_id VARCHAR NOT NULL, 
	useful BOOLEAN NOT NULL, 
	reason VARCHAR, 
	comment TEXT, 
	given_at VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "feedback" VALUES(1,'94300725a1264941',0,'outdated','去年的票价','2026-11-29T10:49:25+00:00');
INSERT INTO "feedback" VALUES(2,'8232613103bcc133',0,'outdated','去年的票价','2026-11-29T10:49:25+00:00');
CREATE TABLE "indexed" (
	document_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (document_id)
);
INSERT INTO "indexed" VALUES('pool',2);
INSERT INTO "indexed" VALUES('road',1);
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','1');
INSERT INTO "meta" VALUES('embedding','hash-256');
CREATE TABLE unanswered (
	number INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	language VARCHAR NOT NULL, 
	asked_at VARCHAR NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "unanswered" VALUES(1,'动物园几点关门？','zh','2026-11-29T10:49:25+00:00');
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
	PRIMARY KEY (document_id, version), 
	FOREIGN KEY(document_id) REFERENCES documents (id)
);
INSERT INTO "versions" VALUES('pool',1,'泳池发布会','2025-03-01',NULL,'zh','pool.txt','1654aacb57d5eb74854941e7e90f3a52927fc8d110f47892f6928c5b2c0d6499','泳池发布会

2025年3月1日

记者：泳池何时开放？

局长张三：泳池六月一日开放，门票20元。
','[{"number":1,"kind":"question","label":"记者","speaker":{"name":"记者","title":null,"body":null},"paragraphs":[{"number":1,"start":21,"end":28,"heading":false}],"answers":null,"follows":null,"remarks":[]},{"number":2,"kind":"answer","label":"局长张三","speaker":{"name":"张三","title":"局长","body":null},"paragraphs":[{"number":2,"start":35,"end":50,"heading":false}],"answers":1,"follows":null,"remarks":[]}]','[0, 5]','{"place": null, "body": null, "published": null, "evidence": [{"field": "title", "found": "line 1"}, {"field": "date", "found": "line 3"}], "warnings": []}','2026-11-29T10:49:24+00:00');
INSERT INTO "versions" VALUES('road',1,'修路发布会','2025-04-02',NULL,'zh','road.txt','e5a2e931e0374b6cb64e4ecf323f2e0caeed2758368035b816adaa76a300d352','修路发布会

2025年4月2日

记者：哪条路要修？

局长李四：修环城路，工期八个月。
','[{"number":1,"kind":"question","label":"记者","speaker":{"name":"记者","title":null,"body":null},"paragraphs":[{"number":1,"start":21,"end":27,"heading":false}],"answers":null,"follows":null,"remarks":[]},{"number":2,"kind":"answer","label":"局长李四","speaker":{"name":"李四","title":"局长","body":null},"paragraphs":[{"number":2,"start":34,"end":45,"heading":false}],"answers":1,"follows":null,"remarks":[]}]','[0, 5]','{"place": null, "body": null, "published": null, "evidence": [{"field": "title", "found": "line 1"}, {"field": "date", "found": "line 3"}], "warnings": []}','2026-11-29T10:49:24+00:00');
INSERT INTO "versions" VALUES('bridge',1,'大桥发布会','2025-05-03',NULL,'zh','bridge.txt','d55d074c69252a2123fad67e22ac1d9739d77488da9c01e6cbc869980ec34718','大桥发布会

2025年5月3日

记者：大桥多长？

局长王五：大桥全长三公里。
','[{"number":1,"kind":"question","label":"记者","speaker":{"name":"记者","title":null,"body":null},"paragraphs":[{"number":1,"start":21,"end":26,"heading":false}],"answers":null,"follows":null,"remarks":[]},{"number":2,"kind":"answer","label":"局长王五","speaker":{"name":"王五","title":"局长","body":null},"paragraphs":[{"number":2,"start":33,"end":41,"heading":false}],"answers":1,"follows":null,"remarks":[]}]','[0, 5]','{"place": null, "body": null, "published": null, "evidence": [{"field": "title", "found": "line 1"}, {"field": "date", "found": "line 3"}], "warnings": []}','2026-11-29T10:49:24+00:00');
INSERT INTO "versions" VALUES('pool',2,'泳池发布会','2025-03-01',NULL,'zh','pool.txt','2d70ee4f8b9018af790776c3b294044169a074c7fbf92ca6a60e94d793265928','泳池发布会

2025年3月1日

记者：泳池何时开放？

局长张三：泳池六月一日开放，门票30元。
','[{"number":1,"kind":"question","label":"记者","speaker":{"name":"记者","title":null,"body":null},"paragraphs":[{"number":1,"start":21,"end":28,"heading":false}],"answers":null,"follows":null,"remarks":[]},{"number":2,"kind":"answer","label":"局长张三","speaker":{"name":"张三","title":"局长","body":null},"paragraphs":[{"number":2,"start":35,"end":50,"heading":false}],"answers":1,"follows":null,"remarks":[]}]','[0, 5]','{"place": null, "body": null, "published": null, "evidence": [{"field": "title", "found": "line 1"}, {"field": "date", "found": "line 3"}], "warnings": []}','2026-11-29T10:49:24+00:00');
CREATE INDEX ix_answers_asked_at ON answers (asked_at);
CREATE INDEX ix_feedback_answer_id ON feedback (answer_id);
COMMIT;
