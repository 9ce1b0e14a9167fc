/** One thing that is waited for, while everything else stays live. Esc cancels it. */
import {useEffect, useRef, useState} from 'react';

export type Task = {
	/** What is being done, as it goes on: "Asking … who has RFC 2616". */
	readonly words: string;
	/** Milliseconds since the epoch. */
	readonly since: number;
};

export type TaskPlan<Result> = {
	readonly words: string;
	work(signal: AbortSignal): Promise<Result>;
	done(result: Result): void;
	failed(error: unknown): void;
};

export type TaskRunner = {
	readonly task: Task | undefined;
	/** Begins; what was waited for before is cancelled. Exactly one of `done` and `failed` is called, unless cancelled. */
	run<Result>(plan: TaskPlan<Result>): void;
	/** Whether there was something to cancel. What still comes of it is not told any more. */
	cancel(): boolean;
};

export function useTask(clock: () => number): TaskRunner {
	const [task, setTask] = useState<Task>();
	const current = useRef<AbortController>(undefined);
	useEffect(() => () => current.current?.abort(), []);
	const settle = (controller: AbortController, tell: () => void): void => {
		if (current.current !== controller) return;
		current.current = undefined;
		setTask(undefined);
		tell();
	};
	return {
		task,
		run(plan) {
			current.current?.abort();
			const controller = new AbortController();
			current.current = controller;
			setTask({words: plan.words, since: clock()});
			plan.work(controller.signal).then(
				result => settle(controller, () => plan.done(result)),
				(error: unknown) => settle(controller, () => plan.failed(error)),
			);
		},
		cancel() {
			const controller = current.current;
			if (controller === undefined) return false;
			current.current = undefined;
			setTask(undefined);
			controller.abort();
			return true;
		},
	};
}
