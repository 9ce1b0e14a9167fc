/** The progress of several transfers on stderr: one line that is drawn over on a terminal, nothing in a pipe. */
import process from 'node:process';
import type {DownloadState} from '../peer/peer-state.ts';
import {bytes, counted} from '../text/quantity.ts';

const clearLine = '\r\u001B[K';

export class ProgressLine {
	readonly #documents: number;
	readonly #running = new Map<number, DownloadState & {readonly kind: 'running'}>();
	#finished = 0;
	#drawn = false;

	/** `documents`: how many there are to get. */
	constructor(documents: number) {
		this.#documents = documents;
	}

	/** Shows how the transfer of an RFC stands now. */
	show(rfc: number, state: DownloadState): void {
		if (state.kind === 'running') this.#running.set(rfc, state);
		this.#draw();
	}

	/** One document is here, or is not to be had. */
	finish(rfc: number): void {
		this.#running.delete(rfc);
		this.#finished++;
		this.#draw();
	}

	/** Takes the line away, so that something else can be written. */
	clear(): void {
		if (this.#drawn) process.stderr.write(clearLine);
		this.#drawn = false;
	}

	#draw(): void {
		if (!process.stderr.isTTY) return;
		const running = [...this.#running.entries()];
		const rate = running.reduce((sum, [, state]) => sum + state.rate, 0);
		const parts = running.map(([rfc, {received, total}]) =>
			total === undefined
				? `RFC ${rfc} ${bytes(received)}`
				: `RFC ${rfc} ${Math.floor((100 * received) / Math.max(1, total))} %`,
		);
		const text = `${this.#finished} of ${counted(this.#documents, 'RFC')}, ${bytes(rate)}/s  ${parts.join('  ')}`;
		process.stderr.write(clearLine + text.slice(0, process.stderr.columns - 1));
		this.#drawn = true;
	}
}
