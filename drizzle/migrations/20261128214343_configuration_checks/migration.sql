CREATE TABLE "check_result" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"state" text DEFAULT 'OPEN' NOT NULL,
	"result" text NOT NULL,
	"rule" text collate "C" NOT NULL,
	"title" text collate "C" NOT NULL,
	"title_lower" text collate "C" NOT NULL,
	"severity" text NOT NULL,
	"severity_rank" integer NOT NULL,
	"priority" text,
	"priority_rank" integer NOT NULL,
	"priority_reasons" text[] NOT NULL,
	"object_kind" text collate "C" NOT NULL,
	"object_namespace" text collate "C" NOT NULL,
	"object_name" text collate "C" NOT NULL,
	"object_name_lower" text collate "C" NOT NULL,
	"judged_kind" text collate "C" NOT NULL,
	"judged_namespace" text collate "C" NOT NULL,
	"judged_name" text collate "C" NOT NULL,
	"workload" text collate "C" NOT NULL,
	"asset_type" text NOT NULL,
	"asset_id" text collate "C" NOT NULL,
	"owner" text collate "C" NOT NULL,
	"path" text NOT NULL,
	"text" text NOT NULL,
	"related" jsonb NOT NULL,
	"mending" jsonb,
	"under" text collate "C" NOT NULL,
	"origin" text NOT NULL,
	"reason" text NOT NULL,
	"risk" text collate "C" NOT NULL,
	"binding_key" text NOT NULL,
	"content_hash" text NOT NULL,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"last_seen_at" timestamp(3) with time zone,
	"resolved_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "check_tally" (
	"cluster" text collate "C" DEFAULT '',
	"namespace" text collate "C" DEFAULT '',
	"registry" text collate "C" DEFAULT '',
	"rule" text collate "C",
	"passed" integer NOT NULL,
	"failed" integer NOT NULL,
	"exempt" integer NOT NULL,
	"not_assessable" integer NOT NULL,
	CONSTRAINT "check_tally_pkey" PRIMARY KEY("cluster","namespace","registry","rule")
);
--> statement-breakpoint
CREATE TABLE "checked_object" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"kind" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"name_lower" text collate "C" NOT NULL,
	"workload" text collate "C" NOT NULL,
	"passed" text[] NOT NULL,
	"failed" integer NOT NULL,
	"exempt" integer NOT NULL,
	"not_assessable" integer NOT NULL,
	"content_hash" text NOT NULL,
	"first_seen_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "change_of_objects";--> statement-breakpoint
CREATE INDEX "change_of_objects" ON "change" ("at","seq") WHERE type not in ('AssetCount', 'Coverage', 'ClusterWatch', 'Task', 'TaskItem', 'Risk', 'Waiver', 'Analysis', 'Exposure', 'CheckResult');--> statement-breakpoint
DROP INDEX "change_of_cluster";--> statement-breakpoint
CREATE INDEX "change_of_cluster" ON "change" ("cluster","at","seq") WHERE type not in ('AssetCount', 'Coverage', 'ClusterWatch', 'Task', 'TaskItem', 'Risk', 'Waiver', 'Analysis', 'Exposure', 'CheckResult');--> statement-breakpoint
CREATE INDEX "check_result_by_priority" ON "check_result" ("priority_rank","severity_rank","id");--> statement-breakpoint
CREATE INDEX "check_result_by_severity" ON "check_result" ("severity_rank","priority_rank","id");--> statement-breakpoint
CREATE INDEX "check_result_by_cluster" ON "check_result" ("cluster","id");--> statement-breakpoint
CREATE INDEX "check_result_by_rule" ON "check_result" ("rule","id");--> statement-breakpoint
CREATE INDEX "check_result_by_title" ON "check_result" ("title_lower","id");--> statement-breakpoint
CREATE INDEX "check_result_by_kind" ON "check_result" ("object_kind","id");--> statement-breakpoint
CREATE INDEX "check_result_by_name" ON "check_result" ("object_name_lower","id");--> statement-breakpoint
CREATE INDEX "check_result_by_workload" ON "check_result" ("workload","id");--> statement-breakpoint
CREATE INDEX "check_result_by_namespace" ON "check_result" ("namespace","id");--> statement-breakpoint
CREATE INDEX "check_result_by_owner" ON "check_result" ("owner","id");--> statement-breakpoint
CREATE INDEX "check_result_by_first_seen" ON "check_result" ("first_seen_at","id");--> statement-breakpoint
CREATE INDEX "check_result_by_judged" ON "check_result" ("cluster","judged_kind","judged_namespace","judged_name");--> statement-breakpoint
CREATE INDEX "check_result_by_asset" ON "check_result" ("asset_type" collate "C","asset_id","id");--> statement-breakpoint
CREATE INDEX "check_result_by_risk" ON "check_result" ("risk");--> statement-breakpoint
CREATE INDEX "check_result_by_result" ON "check_result" ("result" collate "C","id");--> statement-breakpoint
CREATE INDEX "check_result_by_origin" ON "check_result" ("origin" collate "C","id");--> statement-breakpoint
CREATE INDEX "check_result_resolved" ON "check_result" ("resolved_at","id") WHERE state = 'RESOLVED';--> statement-breakpoint
CREATE INDEX "check_tally_by_rule" ON "check_tally" ("rule","cluster","namespace");--> statement-breakpoint
CREATE INDEX "checked_object_by_cluster" ON "checked_object" ("cluster","id");--> statement-breakpoint
CREATE INDEX "checked_object_by_kind" ON "checked_object" ("kind","id");--> statement-breakpoint
CREATE INDEX "checked_object_by_name" ON "checked_object" ("name_lower","id");--> statement-breakpoint
CREATE INDEX "checked_object_by_namespace" ON "checked_object" ("namespace","id");--> statement-breakpoint
CREATE INDEX "checked_object_by_workload" ON "checked_object" ("workload","id");--> statement-breakpoint
CREATE INDEX "checked_object_by_failed" ON "checked_object" ("failed","id");--> statement-breakpoint
CREATE INDEX "checked_object_by_first_seen" ON "checked_object" ("first_seen_at","id");--> statement-breakpoint
CREATE INDEX "checked_object_by_passed" ON "checked_object" USING gin ("passed");