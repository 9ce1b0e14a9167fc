/** The downloads of a peer, by id and by what is downloaded: there may be thousands. */

import {lowest} from '../../order/sorted-list.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {downloadKey, type Job, newJob} from './download-job.ts';
import {isUnfinished} from './remembered.ts';

/** As many of those whose document is here are kept as a screen lists. */
const mostOver = 200;

export class Jobs {
	readonly #byId = new Map<number, Job>();
	/** More than one where a document is downloaded again. */
	readonly #byKey = new Map<string, Set<Job>>();
	/** Those whose document is here, by id. */
	readonly #over: Job[] = [];
	#lastId = 0;

	/** Adds a download that has not started, under the next id. */
	add(record: RfcRecord): Job {
		const job = newJob(++this.#lastId, record);
		const key = downloadKey(record);
		this.#byId.set(job.download.id, job);
		this.#byKey.set(key, (this.#byKey.get(key) ?? new Set()).add(job));
		return job;
	}

	get(id: number): Job | undefined {
		return this.#byId.get(id);
	}

	/** Those of the same document, the first one first. */
	of(record: RfcRecord): readonly Job[] {
		return [...(this.#byKey.get(downloadKey(record)) ?? [])];
	}

	/** The one of the same document that is unfinished, or waits for a decision. */
	openOf(record: RfcRecord): Job | undefined {
		return this.of(record).find(job => isUnfinished(job) || job.waiting);
	}

	/** Its document is here. The oldest of these are forgotten. */
	over(job: Job): void {
		const {id} = job.download;
		this.#over.splice(
			lowest(this.#over.length, at => (this.#over[at]?.download.id ?? 0) >= id),
			0,
			job,
		);
		const oldest = this.#over.length > mostOver ? this.#over.shift() : undefined;
		if (oldest) this.delete(oldest);
	}

	delete(job: Job): void {
		const key = downloadKey(job.record);
		const same = this.#byKey.get(key);
		same?.delete(job);
		if (same?.size === 0) this.#byKey.delete(key);
		this.#byId.delete(job.download.id);
	}

	/** All, by id. */
	values(): Iterable<Job> {
		return this.#byId.values();
	}
}
