/** Which version of an RFC the person demands, by --digest or --manifest. */
import {readSmallFile} from '../../peer/disk/small-file.ts';
import {FailureError} from '../../text/failures.ts';
import {reasonOf} from '../../text/reasons.ts';
import {type Invocation, UsageError} from '../line/command.ts';
import {parseDigest} from './digest-text.ts';
import {emptyManifest, type Manifest, ManifestError, parseManifest} from './manifest.ts';

export type Wanted = {
	/**
	 * The required digest of an RFC; undefined where any version will do. Throws a `FailureError` when the manifest
	 * does not list it.
	 */
	readonly digestOf: (rfc: number) => string | undefined;
};

/** Some 80 bytes for each file. */
const mostBytes = 64 * 1024 * 1024;

/** Reads a manifest. Rejects with a `FailureError`. */
export async function readManifest(file: string): Promise<Manifest> {
	try {
		const text = await readSmallFile(file, mostBytes);
		if (text === undefined) throw new ManifestError('it does not exist');
		return parseManifest(text);
	} catch (error) {
		throw new FailureError({kind: 'manifest-unusable', file, reason: reasonOf(error)}, {cause: error});
	}
}

/**
 * The demands in the flags. `numbers`: how many RFCs are requested. Rejects with a `UsageError` or a `FailureError`.
 */
export async function wantedVersions(invocation: Invocation, numbers: number): Promise<Wanted> {
	const digest = invocation.value('digest', parseDigest, 'a SHA-256: 64 hexadecimal digits, or sha-256=:base64:');
	const file = invocation.text('manifest');
	const oneName = invocation.nameOf('digest');
	const allName = invocation.nameOf('manifest');
	if (digest !== undefined && file !== undefined && invocation.isPreset('digest') === invocation.isPreset('manifest')) {
		throw new UsageError(`Give ${oneName} or ${allName}, not both.`);
	}
	// Of a flag and an entry of the config file, the flag is meant.
	if (file === undefined || (digest !== undefined && invocation.isPreset('manifest'))) {
		if (digest === undefined || numbers === 1) return {digestOf: () => digest};
		throw new UsageError(`${oneName} is for one RFC. For several: --manifest SHA256SUMS.`);
	}
	const {files} = (await invocation.used('manifest', readManifest)) ?? emptyManifest;
	return {
		digestOf: rfc => {
			const entry = files.get(rfc);
			if (!entry) throw new FailureError({kind: 'not-in-manifest', rfc, file});
			return entry.digest;
		},
	};
}
