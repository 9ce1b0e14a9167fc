/** Watches a folder by file system events, and reports the names that changed after a quiet moment. */
import {type FSWatcher, watch} from 'node:fs';
import {stat} from 'node:fs/promises';
import {setTimeout as wait} from 'node:timers/promises';
import {codeOf} from '../../text/reasons.ts';

export type FolderWatcherOptions = {
	readonly path: string;
	/**
	 * Called with the names that changed, or `unclear` when too many did to be sure that no event was lost, or when there is
	 * another folder now: then the watcher has to be started afresh.
	 */
	readonly onChanged: (names: readonly string[] | 'unclear') => void;
	/** Called when the folder cannot be watched. */
	readonly onLost: () => void;
};

/** A name is reported after this long without an event: before, the file may be half written. */
const settleMs = 300;
const tickMs = 150;
/** How often to look whether the path still leads to this folder. */
const lookMs = 1000;
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
			void this.#lookAfter(this.#watcher);
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

	/** The system says nothing when a drive is mounted on a folder, or a link on the way to it leads elsewhere. */
	async #lookAfter(watcher: FSWatcher): Promise<void> {
		const {path, onChanged} = this.#options;
		const before = await folderAt(path);
		for (let now = before; now === before; now = await folderAt(path)) {
			await wait(lookMs, undefined, {ref: false});
			if (this.#watcher !== watcher) return;
		}
		if (this.#watcher === watcher) onChanged('unclear');
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

/** What tells a folder from another one of the same path. */
const folderAt = (path: string): Promise<string | undefined> =>
	stat(path).then(({dev, ino}) => `${dev} ${ino}`, codeOf);
