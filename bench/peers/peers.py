"""The peers that are Python libraries.

    peers.py networkx|sklearn|radius|faiss FILE

FILE is what `bench data` writes. Prints one JSON object: the seconds and CPU
seconds of the work alone, and what it found.
"""

import json
import sys
import time

import numpy as np


def measure(what, work):
    seconds, cpu = time.perf_counter(), time.process_time()
    value = work()
    seconds, cpu = time.perf_counter() - seconds, time.process_time() - cpu
    print(json.dumps({"seconds": seconds, "cpu": cpu, "what": what, "value": float(value())}))


def louvain(path):
    import networkx as nx

    raw = np.fromfile(path, dtype="<u4")
    edges = raw[2:].reshape(-1, 3)
    graph = nx.Graph()
    graph.add_nodes_from(range(int(raw[0])))
    graph.add_weighted_edges_from(edges.tolist())

    def work():
        found = nx.community.louvain_communities(graph, seed=1)
        return lambda: nx.community.modularity(graph, found)

    measure("modularity", work)


def read_sparse(path):
    from scipy.sparse import csr_matrix

    raw = np.fromfile(path, dtype="<u4")
    n, features = int(raw[0]), int(raw[1])
    components = int(raw[2])
    offsets = raw[4 : 5 + n].astype(np.int64)
    columns = raw[5 + n : 5 + n + components].astype(np.int64)
    values = raw[5 + n + components :].view("<i4").astype(np.float64)
    return csr_matrix((values, columns, offsets), shape=(n, features))


def sparse(path):
    from sklearn.metrics.pairwise import cosine_similarity

    matrix = read_sparse(path)
    n = matrix.shape[0]

    def work():
        # In blocks of rows, as the whole product does not fit in memory. Every
        # pair comes up twice, and every vector with itself.
        pairs = 0
        for start in range(0, n, 1000):
            block = cosine_similarity(matrix[start : start + 1000], matrix, dense_output=False)
            pairs += int((block.data > 0.6).sum())
        return lambda: (pairs - n) // 2

    measure("pairs", work)


def radius(path):
    from sklearn.neighbors import NearestNeighbors

    matrix = read_sparse(path)
    n = matrix.shape[0]

    def work():
        # First come, first served: who is near one that was kept before is not kept.
        # A cosine that equals the threshold is no cosine that exceeds it.
        found = NearestNeighbors(radius=0.55 - 1e-9, metric="cosine", algorithm="brute", n_jobs=1).fit(matrix)
        kept = np.zeros(n, bool)
        for start in range(0, n, 1000):
            near = found.radius_neighbors(matrix[start : start + 1000], return_distance=False)
            for i, others in enumerate(near, start):
                kept[i] = not kept[others[others < i]].any()
        return kept.sum

    measure("kept", work)


def dense(path):
    import faiss

    faiss.omp_set_num_threads(1)
    head = np.fromfile(path, dtype="<u4", count=2)
    vectors = np.fromfile(path, dtype="<i2", offset=8).astype(np.float32).reshape(int(head[0]), int(head[1]))
    faiss.normalize_L2(vectors)

    def work():
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        limits, _, _ = index.range_search(vectors, 0.6)
        return lambda: (int(limits[-1]) - len(vectors)) // 2

    measure("pairs", work)


{"networkx": louvain, "sklearn": sparse, "radius": radius, "faiss": dense}[sys.argv[1]](sys.argv[2])
