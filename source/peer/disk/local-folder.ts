/** Tells folders on local disks from those that may stop answering for ever, as over a network. */
import {statfs} from 'node:fs/promises';
import process from 'node:process';

/** Linux magic numbers of local and in-memory file systems (statfs(2)). Unknown ones are not trusted. */
const localTypes: ReadonlySet<number> = new Set([
	0xef53, // ext2, ext3, ext4
	0x58_46_53_42, // XFS
	0x91_23_68_3e, // Btrfs
	0x2f_c1_2f_c1, // ZFS
	0xf2_f5_20_10, // F2FS
	0x01_02_19_94, // tmpfs
	0x79_4c_76_30, // overlayfs
]);

/** Whether a folder is on a local file system; undefined where the system does not tell. Rejects with its error. */
export async function isLocal(folder: string): Promise<boolean | undefined> {
	if (process.platform !== 'linux') return undefined;
	const {type} = await statfs(folder);
	return localTypes.has(type >>> 0);
}
