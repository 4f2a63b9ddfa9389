/* Community detection by igraph's C library.
 *
 *   igraph FILE louvain|leiden [SEED]
 *
 * FILE is what `bench data` writes: little-endian uint32 vertices,
 * edges, then a, b, weight of each edge. Prints one JSON object: the seconds
 * and CPU seconds of the search alone, and its modularity. */
#include <igraph.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(clockid_t id) {
	struct timespec t;
	clock_gettime(id, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
	if (argc < 3) {
		fprintf(stderr, "usage: igraph FILE louvain|leiden [SEED]\n");
		return 2;
	}
	FILE *f = fopen(argv[1], "rb");
	uint32_t head[2];
	if (!f || fread(head, 4, 2, f) != 2) {
		perror(argv[1]);
		return 1;
	}
	uint32_t *raw = malloc((size_t)head[1] * 12);
	if (fread(raw, 12, head[1], f) != head[1]) {
		fprintf(stderr, "%s: too short\n", argv[1]);
		return 1;
	}
	fclose(f);

	igraph_vector_int_t edges, membership;
	igraph_vector_t weights, modularity;
	igraph_t g;
	igraph_vector_int_init(&edges, 2 * (igraph_integer_t)head[1]);
	igraph_vector_init(&weights, head[1]);
	for (uint32_t i = 0; i < head[1]; i++) {
		VECTOR(edges)[2 * i] = raw[3 * i];
		VECTOR(edges)[2 * i + 1] = raw[3 * i + 1];
		VECTOR(weights)[i] = raw[3 * i + 2];
	}
	free(raw);
	igraph_create(&g, &edges, head[0], IGRAPH_UNDIRECTED);
	igraph_vector_int_init(&membership, 0);
	igraph_vector_init(&modularity, 0);
	igraph_rng_seed(igraph_rng_default(), argc > 3 ? atoi(argv[3]) : 1);

	double seconds = 0, cpu = 0, q;
	igraph_integer_t count = 0;
	if (strcmp(argv[2], "louvain") == 0) {
		seconds -= now(CLOCK_MONOTONIC), cpu -= now(CLOCK_PROCESS_CPUTIME_ID);
		igraph_community_multilevel(&g, &weights, 1.0, &membership, NULL, &modularity);
		seconds += now(CLOCK_MONOTONIC), cpu += now(CLOCK_PROCESS_CPUTIME_ID);
	} else {
		/* Modularity is the constant Potts model with the degrees as weights of the vertices. */
		igraph_vector_t degrees;
		igraph_vector_init(&degrees, 0);
		seconds -= now(CLOCK_MONOTONIC), cpu -= now(CLOCK_PROCESS_CPUTIME_ID);
		igraph_strength(&g, &degrees, igraph_vss_all(), IGRAPH_ALL, IGRAPH_LOOPS, &weights);
		igraph_community_leiden(&g, &weights, &degrees, 1 / igraph_vector_sum(&degrees), 0.01, 0, 2,
		                        &membership, &count, NULL);
		seconds += now(CLOCK_MONOTONIC), cpu += now(CLOCK_PROCESS_CPUTIME_ID);
	}
	igraph_modularity(&g, &membership, &weights, 1.0, IGRAPH_UNDIRECTED, &q);
	printf("{\"seconds\":%.4f,\"cpu\":%.4f,\"what\":\"modularity\",\"value\":%.6f}\n", seconds, cpu, q);
	return 0;
}
