"""目标管理责任书, a paper two parties sign."""
