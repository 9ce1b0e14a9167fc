/** Watches a folder by file system events, and reports the names that changed after a quiet moment. */
import {type FSWatcher, watch} from 'node:fs';

export type FolderWatcherOptions = {
	readonly path: string;
	/** Called with the names that changed, or `unclear` when too many did to be sure that no event was lost. */
	readonly onChanged: (names: readonly string[] | 'unclear') => void;
	/** Called when the folder cannot be watched. */
	readonly onLost: () => void;
};

/** A name is reported after this long without an event: before, the file may be half written. */
const settleMs = 300;
const tickMs = 150;
/** With this many changes, events may have been lost. */
const manyChanges = 1000;

export class FolderWatcher {
	readonly #options: FolderWatcherOptions;
	#watcher: FSWatcher | undefined;
	/** Names that changed, and when they last did, by `performance.now()`. */
	readonly #changed = new Map<string, number>();
	#tick: NodeJS.Timeout | undefined;

	constructor(options: FolderWatcherOptions) {
		this.#options = options;
	}

	/** Begins to watch the folder, afresh if it was watched before. The caller reads the whole folder afterwards. */
	start(): void {
		this.stop();
		try {
			// Not persistent: watching a folder must not keep the program running.
			this.#watcher = watch(this.#options.path, {persistent: false}, (_event, name) => this.#onEvent(name ?? ''));
			this.#watcher.on('error', () => this.#options.onLost());
		} catch {
			this.#options.onLost();
		}
	}

	stop(): void {
		this.#watcher?.close();
		this.#watcher = undefined;
		this.#changed.clear();
		clearTimeout(this.#tick);
		this.#tick = undefined;
	}

	#onEvent(name: string): void {
		this.#changed.set(name, performance.now());
		this.#tick ??= setTimeout(() => this.#onTick(), tickMs).unref();
	}

	#onTick(): void {
		this.#tick = undefined;
		const settled = performance.now() - settleMs;
		const names = [...this.#changed].filter(([, time]) => time <= settled).map(([name]) => name);
		const unclear = this.#changed.size > manyChanges;
		if (unclear) this.#changed.clear();
		else for (const name of names) this.#changed.delete(name);
		if (this.#changed.size > 0) this.#tick = setTimeout(() => this.#onTick(), tickMs).unref();
		if (unclear) this.#options.onChanged('unclear');
		else if (names.length > 0) this.#options.onChanged(names);
	}
}
