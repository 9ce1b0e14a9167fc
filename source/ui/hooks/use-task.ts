/** One pending task, while everything else stays live. Esc cancels it. */
import {useEffect, useRef, useState} from 'react';
import {waiting} from '../kit/spinner.ts';
import {useProgram} from '../program.ts';

export type Task = {
	/** What is being done, in the progressive: "Asking … who has RFC 2616". */
	readonly words: string;
	/** Milliseconds since the epoch. */
	readonly since: number;
};

/** The sentence while it is pending; after a while with its seconds and the key that cancels it. */
export function taskSentence({words, since}: Task, now: number, cancel: string): string {
	const {sign, seconds} = waiting(now - since);
	return `${sign} ${words} …${seconds}${seconds === '' ? '' : ` (${cancel} cancels)`}`;
}

export type TaskPlan<Result> = {
	readonly words: string;
	work(signal: AbortSignal): Promise<Result>;
	done(result: Result): void;
	failed(error: unknown): void;
};

export type TaskRunner = {
	readonly task: Task | undefined;
	/** Starts a task and cancels the one before. Exactly one of `done` and `failed` is called, unless it is cancelled. */
	run<Result>(plan: TaskPlan<Result>): void;
	/** Whether there was something to cancel. Its result is ignored. */
	cancel(): boolean;
};

/** Runs one task at a time. It is cancelled when the component goes away. */
export function useTask(clock: () => number): TaskRunner {
	const [task, setTask] = useState<Task>();
	const current = useRef<AbortController>(undefined);
	const {keys} = useProgram();
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
			const release = keys?.hold();
			void plan
				.work(controller.signal)
				.then(
					result => settle(controller, () => plan.done(result)),
					(error: unknown) => settle(controller, () => plan.failed(error)),
				)
				.finally(release);
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
