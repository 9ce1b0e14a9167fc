import type {WireLog} from '../../net/wire-log.ts';
import type {FolderSpeeds} from './quick-folders.ts';
import type {SharedFile} from './upload-ahead.ts';
import type {UploadNews} from './upload-rows.ts';
import type {Floor} from './upload-slots.ts';

/** What uploads need to know. */
export type UploadsOptions = {
	/** The file of a shared document; undefined when it is not shared. */
	readonly find: (rfc: number) => SharedFile | undefined;
	readonly os: string;
	readonly wire?: WireLog;
	/** Called a few times a second while there are uploads. */
	readonly onUploads?: (news: UploadNews) => void;
	/** Limit for each upload, in bytes a second; undefined is full speed. */
	readonly pace?: () => number | undefined;
	/** Limit for all uploads together, in bytes a second; undefined is full speed. */
	readonly rate?: () => number | undefined;
	/** Whether to compress documents for clients that accept it; true by default. */
	readonly encode?: boolean;
	/** Delay between a 1.0 head and its data; 50 ms by default. */
	readonly headDelayMs?: number;
	/** Simultaneous uploads; 8 by default. */
	readonly slots?: number;
	/** How long a client may read nothing; 10 minutes by default. */
	readonly stallMs?: number;
	/** The rate below which a client loses its slot to one that waits; 1 KiB/s over a minute by default. */
	readonly floor?: Floor;
	/** Which folders are read on the main thread; determined automatically by default. */
	readonly folders?: FolderSpeeds;
};
