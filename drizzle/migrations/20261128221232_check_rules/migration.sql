CREATE TABLE "check_rule" (
	"id" text collate "C" PRIMARY KEY,
	"title" text collate "C" NOT NULL,
	"title_lower" text collate "C" NOT NULL,
	"severity" text NOT NULL,
	"severity_rank" integer NOT NULL,
	"why" text NOT NULL,
	"remedy" text NOT NULL,
	"no_patch" text DEFAULT '' NOT NULL,
	"frameworks" jsonb DEFAULT '[]' NOT NULL,
	"custom" boolean NOT NULL,
	"kinds" text[] DEFAULT '{}'::text[] NOT NULL,
	"each" text DEFAULT 'OBJECT' NOT NULL,
	"expression" text DEFAULT '' NOT NULL,
	"present" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE INDEX "check_result_covered" ON "check_result" ("under","id") WHERE under > '';