CREATE INDEX "container_by_namespace" ON "container" ("namespace","name","id");--> statement-breakpoint
CREATE INDEX "container_by_pod_name" ON "container" ("pod_name","id");--> statement-breakpoint
CREATE INDEX "container_by_reference" ON "container" ("image_reference","id");--> statement-breakpoint
CREATE INDEX "container_by_state" ON "container" ("state" collate "C","state_reason","id");--> statement-breakpoint
CREATE INDEX "container_by_restarts" ON "container" ("restarts","id");--> statement-breakpoint
CREATE INDEX "container_by_kind" ON "container" ("kind" collate "C","id");--> statement-breakpoint
CREATE INDEX "container_by_first_seen" ON "container" ("first_seen_at","id");--> statement-breakpoint
CREATE INDEX "container_gone" ON "container" ("name","id") WHERE not present;--> statement-breakpoint
CREATE INDEX "pod_by_namespace" ON "pod" ("namespace","name","id");--> statement-breakpoint
CREATE INDEX "pod_by_workload_name" ON "pod" ("workload_name","id");--> statement-breakpoint
CREATE INDEX "pod_by_status" ON "pod" ("status","id");--> statement-breakpoint
CREATE INDEX "pod_by_node_name" ON "pod" ("node","id");--> statement-breakpoint
CREATE INDEX "pod_by_restarts" ON "pod" ("restarts","id");--> statement-breakpoint
CREATE INDEX "pod_by_ip" ON "pod" ("ip","id");--> statement-breakpoint
CREATE INDEX "pod_by_containers" ON "pod" ("containers","id");--> statement-breakpoint
CREATE INDEX "pod_by_first_seen" ON "pod" ("first_seen_at","id");--> statement-breakpoint
CREATE INDEX "pod_gone" ON "pod" ("name","id") WHERE not present;--> statement-breakpoint
CREATE INDEX "workload_by_namespace" ON "workload" ("namespace","name","id");--> statement-breakpoint
CREATE INDEX "workload_by_application" ON "workload" ("application","id");--> statement-breakpoint
CREATE INDEX "workload_by_owner" ON "workload" ("owner","id");--> statement-breakpoint
CREATE INDEX "workload_by_state" ON "workload" ("state" collate "C","id");--> statement-breakpoint
CREATE INDEX "workload_by_pods" ON "workload" ("pods","id");--> statement-breakpoint
CREATE INDEX "workload_by_containers" ON "workload" ("containers","id");--> statement-breakpoint
CREATE INDEX "workload_by_ready" ON "workload" ("ready","desired","id");--> statement-breakpoint
CREATE INDEX "workload_by_first_seen" ON "workload" ("first_seen_at","id");--> statement-breakpoint
CREATE INDEX "workload_gone" ON "workload" ("name","id") WHERE not present;--> statement-breakpoint
CREATE INDEX "risk_by_severity" ON "risk" ("severity_rank","priority_rank","id");--> statement-breakpoint
CREATE INDEX "risk_by_rule" ON "risk" ("rule","id");--> statement-breakpoint
CREATE INDEX "risk_by_title" ON "risk" ("title_lower","id");--> statement-breakpoint
CREATE INDEX "risk_by_kind" ON "risk" ("kind" collate "C","id");--> statement-breakpoint
CREATE INDEX "risk_by_asset_name" ON "risk" ("asset_name","id");--> statement-breakpoint
CREATE INDEX "risk_by_namespace" ON "risk" ("namespace","id");--> statement-breakpoint
CREATE INDEX "task_item_by_target" ON "task_item" ("task","target_name","id");--> statement-breakpoint
CREATE INDEX "task_item_by_state" ON "task_item" ("task","state" collate "C","id");--> statement-breakpoint
CREATE INDEX "task_item_by_changes" ON "task_item" ("task",("added" + "modified" + "removed"),"id");--> statement-breakpoint
CREATE INDEX "task_item_by_duration" ON "task_item" ("task",((case when "started_at" is null then -1 when "finished_at" is null then 1e15
      else extract(epoch from "finished_at" - "started_at") end)::float8),((case when "started_at" is null or "finished_at" is not null then 0
      else extract(epoch from timestamptz '2000-01-01 00:00:00+00' - "started_at") end)::float8),"id");--> statement-breakpoint
CREATE INDEX "task_item_by_cause" ON "task_item" ("task",(coalesce("cause", '')) collate "C","id");