/** The uploaders that a peer downloads from: one persistent connection to each, shared by all documents. */
import {type Endpoint, endpointKey} from '../../net/addresses.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {Uploader} from './uploader.ts';
import type {UploaderLinkOptions} from './uploader-link.ts';

/** What all requests have in common, whoever is asked. */
export type UploadersOptions = Pick<UploaderLinkOptions, 'name' | 'os' | 'protocol' | 'key' | 'wire'>;

export class Uploaders {
	readonly #options: UploadersOptions;
	readonly #known = new Map<string, Uploader>();

	constructor(options: UploadersOptions) {
		this.#options = options;
	}

	/** How many milliseconds the uploader at this place took for its last answer; undefined if it was never asked. */
	answerMs(place: Endpoint): number | undefined {
		return this.#known.get(endpointKey(place))?.answerMs;
	}

	/** The uploader that a record names. */
	of({host, address, port}: Pick<RfcRecord, 'host' | 'address' | 'port'>): Uploader {
		const key = endpointKey({address, port});
		const known = this.#known.get(key);
		if (known) return known;
		const uploader = new Uploader({...this.#options, address, port, party: host});
		this.#known.set(key, uploader);
		return uploader;
	}

	/** Closes all connections. */
	close(): void {
		for (const uploader of this.#known.values()) uploader.close();
	}
}
