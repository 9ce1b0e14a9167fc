import type {Scene} from './pictures/scene.ts';

/** The pictures of the readme, in the order in which they are made. */
export const scenes: readonly Scene[] = [];
