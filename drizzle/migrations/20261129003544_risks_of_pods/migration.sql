ALTER TABLE "check_result" ADD COLUMN "container" text;--> statement-breakpoint
ALTER TABLE "risk" ADD COLUMN "container" text;