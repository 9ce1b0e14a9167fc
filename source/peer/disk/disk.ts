/** The disk as downloads see it: calls that a worker thread carries out in the order in which they were made. */
import type {Worker} from 'node:worker_threads';
import {startThread} from '../../net/thread.ts';
import type {DiskWork} from './disk-work.ts';

type Calls = {
	readonly [Name in keyof DiskWork]: {
		readonly how: Parameters<DiskWork[Name]>[0];
		readonly value: Awaited<ReturnType<DiskWork[Name]>>;
	};
};

export type DiskCall = {readonly id: number; readonly what: keyof Calls; readonly how: unknown};
export type DiskAnswer = {readonly id: number; readonly value?: unknown; readonly error?: DiskError};
/** The parts of a system error that can be posted between threads. */
export type DiskError = {readonly message: string; readonly code?: string; readonly path?: string};

type Waiting = {readonly resolve: (value: never) => void; readonly reject: (error: unknown) => void};

export class Disk {
	readonly #waiting = new Map<number, Waiting>();
	#worker: Worker | undefined;
	#lastId = 0;
	#calls: DiskCall[] = [];
	#broken: Error | undefined;

	/**
	 * Rejects with the system's error. Bytes in shared memory are not copied: leave them unchanged until the promise
	 * settles.
	 */
	do<Name extends keyof Calls>(what: Name, how: Calls[Name]['how']): Promise<Calls[Name]['value']> {
		return new Promise((resolve, reject) => {
			if (this.#broken) {
				reject(this.#broken);
				return;
			}
			this.#worker ??= this.#open();
			const worker = this.#worker;
			const id = ++this.#lastId;
			// Keep the program alive while calls are pending, and only then.
			if (this.#waiting.size === 0) worker.ref();
			this.#waiting.set(id, {resolve, reject});
			this.#post(worker, {id, what, how});
		});
	}

	/** Starts the thread ahead of time, since starting takes as long as many calls. */
	start(): void {
		if (this.#worker || this.#broken) return;
		this.#worker = this.#open();
		this.#worker.unref();
	}

	/** Ends the thread. All calls must have been answered. */
	async close(): Promise<void> {
		this.#broken ??= new Error('the disk is not used any more');
		await this.#worker?.terminate();
	}

	/** Sends the calls of one turn of the event loop together: waking a thread costs more than most calls. */
	#post(worker: Worker, call: DiskCall): void {
		if (this.#calls.length === 0) {
			setImmediate(() => {
				const calls = this.#calls;
				this.#calls = [];
				worker.postMessage(calls);
			});
		}
		this.#calls.push(call);
	}

	#open(): Worker {
		const worker = startThread('disk-thread', import.meta.url);
		worker.on('message', (answers: readonly DiskAnswer[]) => {
			for (const answer of answers) this.#answered(answer);
		});
		worker.on('error', error => this.#end(error));
		worker.on('exit', () => this.#end(new Error('the thread for files ended')));
		return worker;
	}

	#answered({id, value, error}: DiskAnswer): void {
		const waiting = this.#waiting.get(id);
		this.#waiting.delete(id);
		if (this.#waiting.size === 0) this.#worker?.unref();
		if (error === undefined) waiting?.resolve(value as never);
		else waiting?.reject(Object.assign(new Error(error.message), error));
	}

	#end(error: unknown): void {
		this.#broken ??= error instanceof Error ? error : new Error(String(error));
		for (const {reject} of this.#waiting.values()) reject(this.#broken);
		this.#waiting.clear();
	}
}
