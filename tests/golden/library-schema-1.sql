BEGIN TRANSACTION;
CREATE TABLE changes (
	number INTEGER NOT NULL, 
	document_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	action VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "changes" VALUES(1,'a',1,'add','2026-11-25T09:14:43+00:00');
INSERT INTO "changes" VALUES(2,'b',1,'add','2026-11-25T09:14:43+00:00');
INSERT INTO "changes" VALUES(3,'a',2,'replace','2026-11-25T09:14:43+00:00');
INSERT INTO "changes" VALUES(4,'a',2,'index','2026-11-25T09:14:43+00:00');
INSERT INTO "changes" VALUES(5,'b',1,'index','2026-11-25T09:14:43+00:00');
INSERT INTO "changes" VALUES(6,'b',1,'withdraw','2026-11-25T09:14:43+00:00');
CREATE TABLE documents (
	id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	added_at VARCHAR NOT NULL, 
	withdrawn_at VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "documents" VALUES('a',2,'2026-11-25T09:14:43+00:00',NULL);
INSERT INTO "documents" VALUES('b',1,'2026-11-25T09:14:43+00:00','2026-11-25T09:14:43+00:00');
CREATE TABLE "indexed" (
	document_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (document_id)
);
INSERT INTO "indexed" VALUES('a',2);
INSERT INTO "indexed" VALUES('b',1);
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','1');
CREATE TABLE unanswered (
	number INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	language VARCHAR NOT NULL, 
	asked_at VARCHAR NOT NULL, 
	PRIMARY KEY (number)
);
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
INSERT INTO "versions" VALUES('a',1,'地铁发布会','2025-03-01',NULL,'zh','a.txt','0cf2b64ff612399c34edf8309d2c175531d9001fd0331966cf82ff596b762234','地铁发布会

2025年3月1日

记者：何时开通？

局长张三：九月开通。
','[{"number":1,"kind":"question","label":"记者","speaker":{"name":"记者","title":null,"body":null},"paragraphs":[{"number":1,"start":21,"end":26,"heading":false}],"answers":null,"follows":null,"remarks":[]},{"number":2,"kind":"answer","label":"局长张三","speaker":{"name":"张三","title":"局长","body":null},"paragraphs":[{"number":2,"start":33,"end":38,"heading":false}],"answers":1,"follows":null,"remarks":[]}]','[0, 5]','{"place": null, "body": null, "published": null, "evidence": [{"field": "title", "found": "line 1"}, {"field": "date", "found": "line 3"}], "warnings": []}','2026-11-25T09:14:43+00:00');
INSERT INTO "versions" VALUES('b',1,'地铁发布会','2025-03-01',NULL,'zh','b.txt','0cf2b64ff612399c34edf8309d2c175531d9001fd0331966cf82ff596b762234','地铁发布会

2025年3月1日

记者：何时开通？

局长张三：九月开通。
','[{"number":1,"kind":"question","label":"记者","speaker":{"name":"记者","title":null,"body":null},"paragraphs":[{"number":1,"start":21,"end":26,"heading":false}],"answers":null,"follows":null,"remarks":[]},{"number":2,"kind":"answer","label":"局长张三","speaker":{"name":"张三","title":"局长","body":null},"paragraphs":[{"number":2,"start":33,"end":38,"heading":false}],"answers":1,"follows":null,"remarks":[]}]','[0, 5]','{"place": null, "body": null, "published": null, "evidence": [{"field": "title", "found": "line 1"}, {"field": "date", "found": "line 3"}], "warnings": []}','2026-11-25T09:14:43+00:00');
INSERT INTO "versions" VALUES('a',2,'地铁发布会','2025-03-01',NULL,'zh','a.txt','f9f4aa0c4e1027c02d4a0c8621f4955a2699378070eb517fe121d78f473b7e7d','地铁发布会

2025年3月1日

记者：何时开通？

局长张三：十月开通。
','[{"number":1,"kind":"question","label":"记者","speaker":{"name":"记者","title":null,"body":null},"paragraphs":[{"number":1,"start":21,"end":26,"heading":false}],"answers":null,"follows":null,"remarks":[]},{"number":2,"kind":"answer","label":"局长张三","speaker":{"name":"张三","title":"局长","body":null},"paragraphs":[{"number":2,"start":33,"end":38,"heading":false}],"answers":1,"follows":null,"remarks":[]}]','[0, 5]','{"place": null, "body": null, "published": null, "evidence": [{"field": "title", "found": "line 1"}, {"field": "date", "found": "line 3"}], "warnings": []}','2026-11-25T09:14:43+00:00');
COMMIT;
