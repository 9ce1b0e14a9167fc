/** The downloads of a peer, by id and by what is downloaded: there may be thousands. */
import type {RfcRecord} from '../../protocol/message.ts';
import {downloadKey, type Job, newJob} from './download-job.ts';

export class Jobs {
	readonly #byId = new Map<number, Job>();
	/** More than one where a document is downloaded again. */
	readonly #byKey = new Map<string, Set<Job>>();
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
