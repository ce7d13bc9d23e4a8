CREATE TABLE "exec_permit" (
	"context" text collate "C" PRIMARY KEY,
	"command_hash" text NOT NULL,
	"allowed_by" text NOT NULL,
	"allowed_at" timestamp(3) with time zone NOT NULL
);
