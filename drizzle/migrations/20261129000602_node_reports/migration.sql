CREATE TABLE "cis_state" (
	"cluster" text collate "C" DEFAULT '',
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"version" text collate "C",
	"states" jsonb NOT NULL,
	CONSTRAINT "cis_state_pkey" PRIMARY KEY("cluster","version")
);
--> statement-breakpoint
CREATE TABLE "node_report" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"node" text collate "C" NOT NULL,
	"source" text NOT NULL,
	"states" jsonb NOT NULL,
	"read_at" timestamp(3) with time zone NOT NULL,
	"read_by" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "node_report_by_cluster" ON "node_report" ("cluster","node","id");--> statement-breakpoint
CREATE INDEX "node_report_by_node" ON "node_report" ("node","id");--> statement-breakpoint
CREATE INDEX "node_report_by_source" ON "node_report" ("source" collate "C","id");--> statement-breakpoint
CREATE INDEX "node_report_by_read" ON "node_report" ("read_at","id");